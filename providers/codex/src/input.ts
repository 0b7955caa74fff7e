import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';

const ENTER: InputStep = { type: 'key', key: 'Enter' };
/** The composer takes pasted text within a frame or two; a very long one within half a second. */
const TAKEN: InputStep = { type: 'settle', quietMs: 60, maxMs: 2000 };
/** Time to undo what ran before the next key means something else. */
const CALM: InputStep = { type: 'settle', quietMs: 150, maxMs: 1500 };

/** A last word such as `@src` or `$skill` opens a list that takes the next Enter for itself. */
const OPENS_LIST = /(?:^|\s)[@$]\S*$/;

/** Codex trims what it is given, so a blank behind such a word keeps the list shut and changes nothing. */
export function submit(text: string): readonly InputStep[] {
  return [{ type: 'paste', text: OPENS_LIST.test(text) ? `${text} ` : text }, TAKEN, ENTER];
}

export const resubmit: readonly InputStep[] = [ENTER];

/** One Escape stops a turn and cancels a question; at an idle prompt it does nothing. */
export const interrupt: readonly InputStep[] = [{ type: 'key', key: 'Escape' }];

const CTRL_C: InputStep = { type: 'key', key: 'C-c' };

/** At an idle prompt the first is enough; a running turn, a question or text in the composer takes one more. */
export const exit: readonly InputStep[] = [CTRL_C, CALM, CTRL_C, CALM, CTRL_C];

/** Every list of Codex takes a digit as choice and confirmation in one, wherever the highlight stands. */
export function answer(question: Question, reply: string): readonly InputStep[] | undefined {
  const { kind, options } = question;
  const wanted = reply.trim().toLowerCase();
  if (wanted === '') return undefined;
  const index = options.findIndex(({ key, label }) => namesOf(key, label).includes(wanted));
  const option = options[index];
  if (option === undefined) return kind === 'text' && options.length === 0 ? submit(reply) : undefined;
  if (/^\d$/.test(option.key)) return [{ type: 'text', text: option.key }];
  return moveTo(
    index,
    options.findIndex(({ selected }) => selected === true),
  );
}

/** An option may be named by its number, its label, or the label without its shortcut and description. */
function namesOf(key: string, label: string): string[] {
  const short = label.replace(/ \(\w+\)$/, '').replace(/: .*$/, '');
  return [key, label, short].map((name) => name.trim().toLowerCase());
}

/** For the tenth option and those after it, which no single digit names. */
function moveTo(index: number, selected: number): readonly InputStep[] | undefined {
  if (selected < 0) return undefined;
  const key = index > selected ? 'Down' : 'Up';
  const moves = Array.from({ length: Math.abs(index - selected) }, (): InputStep => ({ type: 'key', key }));
  return [...moves, TAKEN, ENTER];
}
