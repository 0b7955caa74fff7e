import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';

type Option = Question['options'][number];

const ENTER: InputStep = { type: 'key', key: 'Enter' };
const DRAWN: InputStep = { type: 'settle', quietMs: 100, maxMs: 2000 };

/** Several may be chosen: each choice begins with its box. */
const BOX = /^\[(.)\] /u;

/** A digit is choice and confirmation in one; boxes are toggled by theirs, and Tab goes on. */
export function answer(question: Question, given: string): readonly InputStep[] | undefined {
  const { kind, options } = question;
  if (given.trim() === '') return undefined;
  if (options.length === 0) {
    return kind === 'text' ? [{ type: 'paste', text: given }, DRAWN, ENTER] : undefined;
  }
  if (kind === 'dialog') return moveTo(options, find(options, given));
  if (options.every(({ label }) => BOX.test(label))) return toggle(options, given);
  const chosen = find(options, given);
  return chosen && [{ type: 'text', text: chosen.key }];
}

/** By its number, its label, or the label without what describes it. */
function find(options: readonly Option[], given: string): Option | undefined {
  const wanted = given.trim().toLowerCase();
  return options.find(({ key, label }) => {
    const plain = label.replace(BOX, '');
    return [key, label, plain, plain.replace(/: .*$/, '')].some((name) => name.trim().toLowerCase() === wanted);
  });
}

/** `1, 3` or the words: sets every box as wanted, then goes on to the next page. */
function toggle(options: readonly Option[], given: string): readonly InputStep[] | undefined {
  const wanted = given.split(',').map((part) => find(options, part));
  if (wanted.includes(undefined)) return undefined;
  const changed = options.filter((option) => wanted.includes(option) !== isSet(option));
  const digits = changed.flatMap((option): InputStep[] => [{ type: 'text', text: option.key }, DRAWN]);
  return [...digits, { type: 'key', key: 'Tab' }];
}

function isSet({ label }: Option): boolean {
  return (BOX.exec(label)?.[1] ?? ' ').trim() !== '';
}

/** Start-up dialogs show no digits. */
function moveTo(options: readonly Option[], chosen: Option | undefined): readonly InputStep[] | undefined {
  const from = options.findIndex(({ selected }) => selected === true);
  if (chosen === undefined || from < 0) return undefined;
  const distance = options.indexOf(chosen) - from;
  const move: InputStep = { type: 'key', key: distance > 0 ? 'Down' : 'Up' };
  return [...Array.from({ length: Math.abs(distance) }, () => [move, DRAWN]).flat(), ENTER];
}
