import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';

const ENTER: InputStep = { type: 'key', key: 'Enter' };

/** Time to take the paste: many CLIs count an Enter that follows at once as a part of it. */
const TAKEN: InputStep = { type: 'settle', quietMs: 60, maxMs: 3000 };

/** A paste, since line breaks that are typed would submit. */
export function submit(text: string): readonly InputStep[] {
  return [{ type: 'paste', text }, TAKEN, ENTER];
}

/** Submits what already lies in the input box. */
export const resubmit: readonly InputStep[] = [ENTER];

/** Stops a turn. Must do no harm at an idle prompt. */
export const interrupt: readonly InputStep[] = [{ type: 'key', key: 'Escape' }];

/** Leaves, whatever is on the screen. */
export const exit: readonly InputStep[] = [
  { type: 'key', key: 'C-c' },
  { type: 'key', key: 'C-c' },
];

/** Steps that choose an option by its key or its label; undefined for what is no option. */
export function answer({ kind, options }: Question, text: string): readonly InputStep[] | undefined {
  if (options.length === 0) return kind === 'text' ? submit(text) : undefined;
  const wanted = text.trim().toLowerCase();
  const at = options.findIndex(({ key, label }) => key.toLowerCase() === wanted || label.toLowerCase() === wanted);
  const selected = options.findIndex((option) => option.selected === true);
  const option = options[at];
  if (option === undefined) return undefined;
  // A digit chooses and confirms in one.
  if (/^[1-9]$/.test(option.key)) return [{ type: 'text', text: option.key }];
  if (selected === -1) return undefined;
  const move: InputStep = { type: 'key', key: at > selected ? 'Down' : 'Up' };
  return [...Array.from({ length: Math.abs(at - selected) }, () => move), ENTER];
}
