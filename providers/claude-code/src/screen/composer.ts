import type { ScreenSnapshot } from '@cao/provider-sdk';
import { isRule } from './rows.ts';

/** The input box: rows between two rules, of which the first begins with the prompt's mark. */
export interface Composer {
  /** Row of the upper rule. */
  readonly top: number;
  /** Row of the lower rule. */
  readonly bottom: number;
  readonly text: string;
}

/** `!` is the mark of shell mode. */
const MARK = /^[❯>!](\s|$)/u;

/** The lowest input box on the screen; undefined while a dialog has taken its place. */
export function findComposer(rows: readonly string[], screen: ScreenSnapshot): Composer | undefined {
  let bottom: number | undefined;
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    if (!isRule(rows[row] ?? '')) continue;
    if (bottom !== undefined && bottom > row + 1 && MARK.test(rows[row + 1] ?? '')) {
      return { top: row, bottom, text: composed(rows, row + 1, bottom, screen) };
    }
    bottom = row;
  }
  return undefined;
}

function composed(rows: readonly string[], from: number, to: number, screen: ScreenSnapshot): string {
  const typed = rows
    .slice(from, to)
    .map((line, index) => (isPlaceholder(line, from + index, screen) ? '' : line.slice(2)));
  return typed.join('\n').trim();
}

/** A placeholder is drawn faint but for the cell under the cursor. */
function isPlaceholder(line: string, row: number, { faint }: ScreenSnapshot): boolean {
  const end = line.trimEnd().length;
  return end > 3 && faint.some(([at, first, last]) => at === row && first <= 3 && last >= end);
}
