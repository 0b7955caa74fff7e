import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';
import { submit } from './input.ts';

type Option = Question['options'][number];

/** Two moves in one piece are judged by the same screen; the menu has to be drawn after each. */
const DRAWN: InputStep = { type: 'settle', quietMs: 120, maxMs: 2000 };
const ENTER: InputStep = { type: 'key', key: 'Enter' };

/** Keys that choose an option by its key, its words or its first word. */
export function answer({ kind, options }: Question, given: string): readonly InputStep[] | undefined {
  const wanted = plain(given.trim());
  if (wanted === '') return undefined;
  if (options.length === 0) return kind === 'text' ? submit(given) : undefined;
  const chosen = find(options, wanted);
  if (chosen === undefined) return undefined;
  const from = options.findIndex(({ selected }) => selected === true);
  // The old interface asks for a letter and a line end.
  return from < 0 ? [{ type: 'text', text: chosen.key }, ENTER] : [...moves(options.indexOf(chosen) - from), ENTER];
}

function find(options: readonly Option[], wanted: string): Option | undefined {
  const exact = options.find(({ key }) => key === wanted) ?? options.find(({ label }) => plain(label) === wanted);
  if (exact !== undefined) return exact;
  const beginning = options.filter(({ label }) => plain(label).split(/[ ,]/)[0] === wanted);
  return beginning.length === 1 ? beginning[0] : undefined;
}

function plain(label: string): string {
  return label.replace(/ \(Tab to edit\)$/, '').toLowerCase();
}

function moves(distance: number): InputStep[] {
  const key = distance > 0 ? 'Down' : 'Up';
  return Array.from({ length: Math.abs(distance) }, (): InputStep[] => [{ type: 'key', key }, DRAWN]).flat();
}
