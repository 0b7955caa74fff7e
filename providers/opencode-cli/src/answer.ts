import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';
import { OWN_WORDS } from './screen/question.ts';

type Option = Question['options'][number];

/** A question that has just been drawn may not take keys for its first moments. */
const OPEN: InputStep = { type: 'settle', quietMs: 200, maxMs: 3000 };
const DRAWN: InputStep = { type: 'settle', quietMs: 120, maxMs: 2000 };
const ENTER: InputStep = { type: 'key', key: 'Enter' };
const BOX = /^\[.\] /;

/** Keys that give an answer: a choice by its key or its words; own words where they are asked for. */
export function answer(question: Question, given: string): readonly InputStep[] | undefined {
  const { options, kind } = question;
  if (kind === 'dialog') return undefined;
  if (options.some(({ label }) => BOX.test(label))) return answerSeveral(options, given);
  const chosen = find(options, given);
  if (chosen === undefined) return kind === 'text' ? ownWords(options, given) : undefined;
  if (chosen.key === 'Enter' || chosen.key === 'Escape') return [OPEN, { type: 'key', key: chosen.key }];
  return kind === 'permission' ? press(options, chosen) : [OPEN, { type: 'text', text: chosen.key }];
}

function find(options: readonly Option[], given: string): Option | undefined {
  const wanted = given.trim().toLowerCase();
  if (wanted === '') return undefined;
  const label = (option: Option) => option.label.replace(BOX, '').toLowerCase();
  const exact =
    options.find(({ key }) => key.toLowerCase() === wanted) ?? options.find((option) => label(option) === wanted);
  if (exact !== undefined) return exact;
  const word = { y: 'allow once', yes: 'allow once', allow: 'allow once', n: 'reject', no: 'reject' }[wanted] ?? wanted;
  const beginning = options.filter((option) => label(option).startsWith(word));
  return beginning.length === 1 ? beginning[0] : undefined;
}

/**
 * Buttons have no keys of their own, and which one is marked cannot be read: it is the first until somebody has moved. Refusing is
 * safe in any case, by Escape. `Allow always` asks once more.
 */
function press(options: readonly Option[], chosen: Option): readonly InputStep[] {
  if (/^(?:Reject|Cancel)$/.test(chosen.label)) return [OPEN, { type: 'key', key: 'Escape' }];
  const right: InputStep = { type: 'key', key: 'Right' };
  const moves = Array.from({ length: options.indexOf(chosen) }, () => [right, DRAWN]).flat();
  return [OPEN, ...moves, ENTER, ...(chosen.label === 'Allow always' ? [OPEN, ENTER] : [])];
}

function ownWords(options: readonly Option[], given: string): readonly InputStep[] | undefined {
  if (given.trim() === '') return undefined;
  const other = options.find(({ label }) => OWN_WORDS.test(label));
  if (other === undefined)
    return options.length === 0 ? [OPEN, { type: 'paste', text: given }, DRAWN, ENTER] : undefined;
  return [OPEN, { type: 'text', text: other.key }, DRAWN, { type: 'paste', text: given }, DRAWN, ENTER];
}

/** `1, 3` or the words, separated by commas: sets every box as wanted and goes on to the next page. */
function answerSeveral(options: readonly Option[], given: string): readonly InputStep[] | undefined {
  const boxes = options.filter(({ label }) => BOX.test(label) && !OWN_WORDS.test(label));
  const other = options.find(({ label }) => OWN_WORDS.test(label));
  if (other !== undefined && find([other], given) !== undefined) return [OPEN, { type: 'text', text: other.key }];
  const wanted = given.split(',').map((part) => find(boxes, part));
  if (wanted.includes(undefined)) return undefined;
  const toggled = boxes.filter((option) => wanted.includes(option) !== /^\[\S\] /.test(option.label));
  const toggles = toggled.flatMap(({ key }): InputStep[] => [{ type: 'text', text: key }, DRAWN]);
  return [OPEN, ...toggles, { type: 'key', key: 'Tab' }];
}
