import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';
import { OWN_WORDS } from './screen/dialog.ts';

type Option = Question['options'][number];

/** A dialog that has just opened does not take keys for its first moments. */
const OPEN: InputStep = { type: 'settle', quietMs: 300, maxMs: 3000 };
/** Two keys in one piece are judged by the same screen: the second would act on the first one's old place. */
const DRAWN: InputStep = { type: 'settle', quietMs: 120, maxMs: 2000 };
const ENTER: InputStep = { type: 'key', key: 'Enter' };

/** Several may be chosen: each choice begins with its box. */
const BOX = /^\[(.)\] /u;
const KEY_NAMES = ['Enter', 'Escape', 'BTab'] as const;

/** Keys that give an answer: a choice by its key, its words or a clear beginning of them; own words where they are asked for. */
export function answer(question: Question, given: string): readonly InputStep[] | undefined {
  const { options } = question;
  if (options.length > 1 && options.some(({ label }) => BOX.test(label))) return answerSeveral(question, given);
  const chosen = find(options, given);
  if (chosen !== undefined) return [OPEN, ...choose(options, chosen)];
  const words = options.find(({ label }) => OWN_WORDS.test(label));
  if (question.kind !== 'text' || words === undefined || given.trim() === '') return undefined;
  return [OPEN, { type: 'text', text: words.key }, DRAWN, { type: 'paste', text: given }, DRAWN, ENTER];
}

function find(options: readonly Option[], given: string): Option | undefined {
  const wanted = given.trim().toLowerCase();
  if (wanted === '') return undefined;
  const label = (option: Option) => option.label.replace(BOX, '').trim().toLowerCase();
  const exact =
    options.find((option) => option.key === given.trim()) ?? options.find((option) => label(option) === wanted);
  if (exact !== undefined) return exact;
  const short = { y: 'yes', n: 'no' }[wanted] ?? wanted;
  const beginning = options.filter((option) => label(option) === short || label(option).startsWith(`${short},`));
  if (beginning.length > 0) return beginning.find((option) => label(option) === short) ?? only(beginning);
  return only(options.filter((option) => label(option).startsWith(wanted)));
}

function only(options: readonly Option[]): Option | undefined {
  return options.length === 1 ? options[0] : undefined;
}

/** Moves and Enter work in every dialog; digits only in those that show them. */
function choose(options: readonly Option[], chosen: Option): readonly InputStep[] {
  const named = KEY_NAMES.find((name) => name === chosen.key);
  if (named !== undefined) return [{ type: 'key', key: named }];
  const from = Math.max(
    0,
    options.findIndex((option) => option.selected === true),
  );
  const distance = options.indexOf(chosen) - from;
  const move: InputStep = { type: 'key', key: distance > 0 ? 'Down' : 'Up' };
  return [...Array.from({ length: Math.abs(distance) }, () => [move, DRAWN]).flat(), ENTER];
}

/** `1, 3` or the words, separated by commas: sets every box as wanted and goes on to the next page. */
function answerSeveral({ options }: Question, given: string): readonly InputStep[] | undefined {
  const boxes = options.filter(({ label }) => BOX.test(label) && !OWN_WORDS.test(label.replace(BOX, '')));
  const other = find(
    options.filter((option) => !boxes.includes(option)),
    given,
  );
  if (other !== undefined) return [OPEN, { type: 'text', text: other.key }];
  const wanted = given.split(',').map((part) => find(boxes, part));
  if (wanted.includes(undefined)) return undefined;
  const toggled = boxes.filter((option) => wanted.includes(option) !== isSet(option));
  const toggles = toggled.flatMap((option): InputStep[] => [{ type: 'text', text: option.key }, DRAWN]);
  return [OPEN, ...toggles, { type: 'key', key: 'Tab' }];
}

function isSet({ label }: Option): boolean {
  return (BOX.exec(label)?.[1] ?? ' ').trim() !== '';
}
