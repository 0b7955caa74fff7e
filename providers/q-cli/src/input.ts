import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';

const ENTER: InputStep = { type: 'key', key: 'Enter' };
/** A paste that is still being taken swallows the Enter behind it. */
const TAKEN: InputStep = { type: 'settle', quietMs: 150, maxMs: 3000 };
/** Time to stop what runs before the next key means something else. */
const CALM: InputStep = { type: 'settle', quietMs: 200, maxMs: 2000 };

/** With a code block left open, or a backslash at the end, Enter would only begin another line. */
export function submit(text: string): readonly InputStep[] {
  const open = text.split('```').length % 2 === 0;
  const whole = open ? `${text}\n\`\`\`` : text.endsWith('\\') ? `${text} ` : text;
  return [{ type: 'paste', text: whole }, TAKEN, ENTER];
}

export const resubmit: readonly InputStep[] = [ENTER];

/** Stops a turn. At the prompt it clears the line; a second one there would leave. */
export const interrupt: readonly InputStep[] = [{ type: 'key', key: 'C-c' }];

export const exit: readonly InputStep[] = [...interrupt, CALM, { type: 'text', text: '/quit' }, TAKEN, ENTER];

/** A letter and a line end. Any other text would be told to the model as a refusal with words. */
export function answer({ kind, options }: Question, given: string): readonly InputStep[] | undefined {
  const wanted = given.trim().toLowerCase();
  if (wanted === '') return undefined;
  if (options.length === 0) return kind === 'text' ? submit(given) : undefined;
  const chosen =
    options.find(({ key }) => key.toLowerCase() === wanted) ??
    options.find(({ label }) => label.toLowerCase() === wanted) ??
    only(options.filter(({ label }) => label.toLowerCase().split(/[ ,]/)[0] === wanted));
  return chosen && [{ type: 'text', text: chosen.key }, ENTER];
}

function only<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}
