import type { ScreenReading } from '@cao/provider-sdk';
import { framed } from './rows.ts';

const MARK = /^ {5}▣ {2}\S.*$/;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s)|(?:\d+[dhm] ?)+(?:\d+s)?)$/;

export function isMark(row: string): boolean {
  return MARK.test(row);
}

/** True for the mark of a turn that came to its end: it says how long it took. */
export function isCompleted(row: string): boolean {
  return isMark(row) && DURATION.test(endOf(row));
}

function endOf(row: string): string {
  return row.split(' · ').at(-1)?.trim() ?? '';
}

/** How the last turn ended, by the mark right above the box. A prompt below the mark has begun another turn. */
export function outcomeOf(rows: readonly string[]): ScreenReading['outcome'] {
  const at = rows.findLastIndex((row) => row !== '');
  const row = rows[at] ?? '';
  if (!isMark(row)) return undefined;
  const end = endOf(row);
  if (end === 'interrupted') return { type: 'interrupted' };
  if (DURATION.test(end)) return { type: 'completed' };
  const error = errorAbove(rows, at);
  return error === undefined ? undefined : { type: 'failed', error };
}

/** The frame right above the mark, unless it shows what a tool did. */
function errorAbove(rows: readonly string[], mark: number): string | undefined {
  const texts: string[] = [];
  let row = mark - 1;
  while (row > 0 && rows[row] === '') row -= 1;
  for (; row >= 0; row -= 1) {
    const text = framed(rows[row]);
    if (text === undefined) break;
    texts.unshift(text.trim());
  }
  const message = texts.join('\n').trim();
  if (message === '' || /^[#$] /.test(message)) return undefined;
  // A frame alone is the prompt itself: an error has the prompt, or what was done so far, above it.
  const above = rows.slice(0, row + 1).some((line) => line !== '');
  return above ? message : undefined;
}
