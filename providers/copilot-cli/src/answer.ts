import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';
import { submit } from './input.ts';

type Option = Question['options'][number];

const ENTER: InputStep = { type: 'key', key: 'Enter' };
/** A dialog that has just opened does not take keys for its first moments. */
const OPEN: InputStep = { type: 'settle', quietMs: 200, maxMs: 2000 };
/** Two keys in one piece are judged by the same screen. */
const DRAWN: InputStep = { type: 'settle', quietMs: 100, maxMs: 2000 };

/** The refusal asks for words of its own when it is chosen, and takes no Enter without them; Escape is the plain no. */
const BY_ESCAPE = /\(Esc\b[^)]*\)$/;

/** Keys that give an answer: a choice by its key, its words or a clear beginning of them; own words where they are asked for. */
export function answer(question: Question, given: string): readonly InputStep[] | undefined {
  const { kind, options } = question;
  if (given.trim() === '') return undefined;
  if (options.length === 0) return kind === 'text' ? submit(given) : undefined;
  const chosen = find(options, given);
  if (chosen === undefined) return undefined;
  if (BY_ESCAPE.test(chosen.label)) return [OPEN, { type: 'key', key: 'Escape' }];
  const marked = options.findIndex((option) => option.selected === true);
  if (marked < 0) return undefined;
  const distance = options.indexOf(chosen) - marked;
  const move: InputStep = { type: 'key', key: distance > 0 ? 'Down' : 'Up' };
  return [OPEN, ...Array.from({ length: Math.abs(distance) }, () => [move, DRAWN]).flat(), ENTER];
}

function find(options: readonly Option[], given: string): Option | undefined {
  const wanted = given.trim().toLowerCase();
  const label = (option: Option) => option.label.replace(BY_ESCAPE, '').trim().toLowerCase();
  const exact = options.find(({ key }) => key === wanted) ?? options.find((option) => label(option) === wanted);
  if (exact !== undefined) return exact;
  const short = { y: 'yes', n: 'no' }[wanted] ?? wanted;
  const named = options.find((option) => label(option) === short);
  if (named !== undefined) return named;
  const beginning = options.filter(
    (option) => label(option).startsWith(`${short},`) || label(option).startsWith(wanted),
  );
  return beginning.length === 1 ? beginning[0] : undefined;
}
