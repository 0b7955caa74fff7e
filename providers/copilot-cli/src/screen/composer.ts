import type { ScreenSnapshot } from '@cao/provider-sdk';
import { isRule, lastRow } from './rows.ts';

/** The box at the bottom into which a prompt is typed. */
export interface Composer {
  /** Row of the rule above it. */
  readonly row: number;
  readonly text: string;
  /** What stands below it; its first words say whether the agent works. */
  readonly footer: string;
}

const PROMPT = /^[❯!] ?/;

/** Two rules with the visible cursor between them, and a footer of at most two rows. */
export function findComposer(screen: ScreenSnapshot): Composer | undefined {
  const { lines, cursor } = screen;
  const last = lastRow(lines);
  const bottom = lines.findLastIndex(isRule);
  if (bottom < 0 || last - bottom > 2) return undefined;
  const top = lines.findLastIndex((line, row) => row < bottom && isRule(line));
  const inside = cursor.visible && cursor.row > top && cursor.row < bottom;
  if (top < 0 || !inside || !PROMPT.test(lines[top + 1] ?? '')) return undefined;
  const footer = lines.slice(bottom + 1, last + 1).map((line) => line.trim());
  return { row: top, text: textOf(screen, top + 1, bottom), footer: footer.join(' ') };
}

function textOf({ lines, faint }: ScreenSnapshot, from: number, to: number): string {
  const isHint = (row: number) => faint.some(([at, first]) => at === row && first <= 2);
  const typed = lines.slice(from, to).map((line, at) => (isHint(from + at) ? '' : line.slice(2)));
  const shell = (lines[from] ?? '').startsWith('!') ? '!' : '';
  return shell + typed.join('\n').trimEnd();
}
