import type { ScreenReading } from '@cao/provider-sdk';
import { apiMessage } from '../api-error.ts';
import { isEdge } from './composer.ts';

/** The spinner's line stands one column in; whatever is said or shown begins at the edge or two columns in. */
const WORKING = /^ \S .*\(esc to cancel\b/u;
/** How lines of the conversation begin: an answer, an error, a note, a warning, boxes of tools. */
const ENTRY = /^(✦|✕|ℹ|⚠|[╭│╰])/u;
/** Between the conversation and the input box: status, hints, the rule above the mode. */
const STATUS = /^(─{8,}| {2}Executing Hooks?: )|^ {16,}\S/;

/** True while the line above the input box says that the agent works. */
export function isWorking(lines: readonly string[], composerTop: number): boolean {
  return rowsOfTurn(lines, composerTop).some((line) => WORKING.test(line));
}

/** The mark that ended the last turn, when it is not an answer. */
export function outcomeOf(lines: readonly string[], composerTop: number): ScreenReading['outcome'] {
  const rows = rowsOfTurn(lines, composerTop);
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    const line = rows[row] ?? '';
    if (/^ℹ {1,2}Request cancelled\.$/u.test(line)) return { type: 'interrupted' };
    if (line.startsWith('✕ ')) return { type: 'failed', error: errorAt(rows, row) };
    // Notes may follow an error; after anything else it would be over.
    if (ENTRY.test(line) && !/^[ℹ⚠]/u.test(line)) return undefined;
  }
  return undefined;
}

/** Rows below the last prompt of the history, down to the input box. */
export function rowsOfTurn(lines: readonly string[], composerTop: number): readonly string[] {
  const above = lines.slice(0, composerTop).map((line) => line.trimEnd());
  return above.slice(above.findLastIndex(isEdge) + 1);
}

/** Wrapped rows follow two columns in. */
function errorAt(rows: readonly string[], row: number): string {
  const next = rows.findIndex((line, at) => at > row && (!line.startsWith('  ') || STATUS.test(line)));
  const parts = rows.slice(row, next < 0 ? undefined : next).map((line) => line.replace(/^(✕|  )\s?/u, ''));
  const [asWords, asOne] = [parts.map((part) => part.trim()).join(' '), parts.map((part) => part.trim()).join('')];
  const message = apiMessage(asWords);
  return message === asWords.replace(/^\[API Error: ([^]*)\]$/, '$1') ? shorter(message, apiMessage(asOne)) : message;
}

/** A row may break inside of a word. */
function shorter(one: string, other: string): string {
  return other.length < one.length - 20 ? other : one;
}
