import { CaoError } from '@cao/contracts';
import { z } from 'zod';

/** What a gate says on stdout. */
const GateAnswer = z.object({
  execute: z.boolean(),
  /** Values for the placeholders of the prompt. */
  output: z.record(z.string(), z.unknown()).default({}),
  /** Why not, for the history. */
  reason: z.string().max(1000).optional(),
});
export type GateAnswer = z.infer<typeof GateAnswer>;

const SHOWN = 200;

/** Reads the answer of a gate. Throws `script_failed` with what it said instead. */
export function parseGate(stdout: string): GateAnswer {
  const parsed = GateAnswer.safeParse(jsonOf(stdout));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`);
  throw new CaoError('script_failed', `The script's answer is not as it should be: ${issues.join('; ')}`, {
    hint: HINT,
  });
}

const HINT = 'It prints one JSON object: {"execute": true, "output": {"name": "value"}}.';

function jsonOf(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    const said = stdout.trim();
    const start = said.length > SHOWN ? `${said.slice(0, SHOWN)}…` : said;
    const what = said === '' ? 'nothing' : JSON.stringify(start);
    throw new CaoError('script_failed', `The script printed no JSON, but ${what}`, { hint: HINT });
  }
}
