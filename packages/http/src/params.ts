import { CaoError, FlowName, JobId, Name, TerminalId, TurnId } from '@cao/contracts';
import { z } from 'zod';
import { quoted } from './errors.ts';
import { invalid } from './input.ts';

/** Names of files below a store: no separators, no dots that lead out, no surprises in a message. */
const StoreName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/, 'not a name');

interface ParamCheck {
  readonly schema: z.ZodType<string>;
  readonly about: string;
  /** CAO (Python) answers 400 with a sentence for names, 422 with a list for ids. */
  readonly refusal: 'sentence' | 'issues';
}

/** Every path parameter of the API by its name. */
export const PARAMS: Readonly<Record<string, ParamCheck>> = {
  terminal_id: { schema: TerminalId, about: 'Eight lower-case hex digits', refusal: 'issues' },
  turn_id: { schema: TurnId, about: 'A turn', refusal: 'issues' },
  job_id: { schema: JobId, about: 'A job', refusal: 'issues' },
  session_name: { schema: Name, about: 'Full name, `cao-` included', refusal: 'sentence' },
  profile_name: { schema: StoreName, about: 'An agent profile', refusal: 'sentence' },
  flow_name: { schema: FlowName, about: 'A flow', refusal: 'sentence' },
  plugin_name: { schema: StoreName, about: 'A plugin', refusal: 'sentence' },
  panel_name: { schema: StoreName, about: 'A panel of a plugin', refusal: 'sentence' },
  skill_name: { schema: StoreName, about: 'A skill', refusal: 'sentence' },
};

/** Throws for a parameter that is not what its name says. */
export function checkParam(name: string, value: string): void {
  const check = PARAMS[name];
  if (check === undefined) throw new Error(`path parameter ${name} has no check`);
  const result = check.schema.safeParse(value);
  if (result.success && !value.includes('..')) return;
  if (check.refusal === 'issues') throw invalid('path', result.error?.issues ?? [], [name]);
  throw new CaoError(
    'invalid_input',
    `Invalid ${name.replace('_name', ' name').replace('session name', 'session_name')}: ${quoted(value)}`,
  );
}
