import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';

/** Several keys in one piece would be judged by the same screen. */
const DRAWN: InputStep = { type: 'settle', quietMs: 120, maxMs: 2000 };
const ENTER: InputStep = { type: 'key', key: 'Enter' };

/** Keys that give an answer: a choice by its number, its words, or `yes` and `no` where only one choice is meant. */
export function answer({ kind, options }: Question, given: string): readonly InputStep[] | undefined {
  const wanted = given.trim().toLowerCase();
  if (wanted === '') return undefined;
  const index = options.findIndex(({ key, label }) => namesOf(key, label).includes(wanted));
  if (index >= 0) return moveTo(options, index);
  if (kind !== 'text' || options.length > 0) return undefined;
  return [{ type: 'paste', text: given }, DRAWN, ENTER];
}

/** An option may be named by its number, its label, or the label without its shortcut. */
function namesOf(key: string, label: string): string[] {
  const short = label.replace(/ \([^)]*\)$/, '').toLowerCase();
  const plain = short === 'allow once' ? ['yes', 'y'] : short.startsWith('no, ') ? ['no', 'n'] : [];
  return [key, label.toLowerCase(), short, ...plain];
}

/** Moves and Enter work in every list; numbers only in those that show them, and wait for a second digit in long ones. */
function moveTo(options: Question['options'], index: number): readonly InputStep[] {
  const from = Math.max(
    0,
    options.findIndex(({ selected }) => selected === true),
  );
  const key = index > from ? 'Down' : 'Up';
  const moves = Array.from({ length: Math.abs(index - from) }, (): InputStep[] => [{ type: 'key', key }, DRAWN]);
  return [...moves.flat(), ENTER];
}
