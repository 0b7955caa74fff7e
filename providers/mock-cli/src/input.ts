import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';

const ENTER: InputStep = { type: 'key', key: 'Enter' };

export const resubmit: readonly InputStep[] = [ENTER];
export const interrupt: readonly InputStep[] = [{ type: 'key', key: 'Escape' }];
/** Twice: the first stops a turn and empties the box, the second leaves, whatever is on the screen. */
export const exit: readonly InputStep[] = [
  { type: 'key', key: 'C-c' },
  { type: 'key', key: 'C-c' },
];

export function submit(text: string): readonly InputStep[] {
  return [{ type: 'paste', text }, ENTER];
}

/** By key, by label, or by the beginning of exactly one label. A free question takes any text. */
export function answer(question: Question, text: string): readonly InputStep[] | undefined {
  const { options } = question;
  if (options.length === 0) return question.kind === 'text' ? submit(text) : undefined;
  const wanted = text.trim().toLowerCase();
  const labelled = options.filter(({ label }) => wanted !== '' && label.toLowerCase().startsWith(wanted));
  const chosen =
    options.find(({ key }) => key === wanted) ??
    labelled.find(({ label }) => label.toLowerCase() === wanted) ??
    (labelled.length === 1 ? labelled[0] : undefined);
  if (chosen === undefined) return undefined;
  // A digit chooses at once; beyond nine, only walking does.
  if (/^[1-9]$/.test(chosen.key)) return [{ type: 'text', text: chosen.key }];
  const from = Math.max(
    0,
    options.findIndex((option) => option.selected === true),
  );
  const down = (options.indexOf(chosen) - from + options.length) % options.length;
  return [...Array.from({ length: down }, (): InputStep => ({ type: 'key', key: 'Down' })), ENTER];
}
