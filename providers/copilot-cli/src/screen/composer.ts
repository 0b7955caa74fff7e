import type { ScreenSnapshot } from '@cao/provider-sdk';
import { isRule, lastRow } from './rows.ts';

/** The box at the bottom into which a prompt is typed. */
export interface Composer {
  /** Its first row. */
  readonly row: number;
  readonly text: string;
  /** What stands below it; its first words say whether the agent works. */
  readonly footer: string;
}

const PROMPT = /^[❯!](?: |$)/;

/**
 * The box holds the visible cursor, and a footer is the last row of the screen. The rules around it are no condition: where an
 * answer has characters about whose width Copilot and a terminal disagree, they may be missing.
 */
export function findComposer(screen: ScreenSnapshot): Composer | undefined {
  const { lines, cursor } = screen;
  if (!cursor.visible || cursor.col < 2) return undefined;
  let row = cursor.row;
  while (row > 0 && isContinuation(lines[row])) row -= 1;
  if (!PROMPT.test(lines[row] ?? '')) return undefined;
  let end = cursor.row + 1;
  while (/^ {2}\S/.test(lines[end] ?? '')) end += 1;
  const last = lastRow(lines);
  if (last < end || lines.slice(end, last).some((line) => line.trim() !== '' && !isRule(line))) return undefined;
  // What is below a cursor that waits at the very beginning was left there by something wider than it looked.
  const isEmpty = cursor.row === row && cursor.col === 2 && lines[row] === '❯';
  return { row, text: isEmpty ? '' : textOf(screen, row, end), footer: (lines[last] ?? '').trim() };
}

function isContinuation(line: string | undefined): boolean {
  return line === '' || line?.startsWith('  ') === true;
}

function textOf({ lines, faint }: ScreenSnapshot, from: number, to: number): string {
  const isHint = (row: number) => faint.some(([at, first]) => at === row && first <= 2);
  const typed = lines.slice(from, to).map((line, at) => (isHint(from + at) ? '' : line.slice(2)));
  const shell = (lines[from] ?? '').startsWith('!') ? '!' : '';
  return shell + typed.join('\n').trimEnd();
}
