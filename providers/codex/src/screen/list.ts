import { isOption, lastRows } from './layout.ts';

export interface ListOption {
  readonly key: string;
  readonly label: string;
  readonly selected: boolean;
}

/** A numbered list at the bottom of the screen, with what stands above it. */
export interface ScreenList {
  readonly options: readonly ListOption[];
  /** Row of the first option. */
  readonly row: number;
}

const OPTION = /^(\s*)(?:([›»❯>]) )?(\d{1,2})\. (.+)$/;

/**
 * The numbered list that owns the keyboard: numbered from 1 without a gap, one option marked, nothing below it but wrapped text
 * and two lines of keys. A list that merely is part of an answer has a composer below it.
 */
export function findList(lines: readonly string[]): ScreenList | undefined {
  const last = lines.findLastIndex(isOption);
  if (last < 0) return undefined;
  const rows: { row: number; number: number; label: string; selected: boolean }[] = [];
  const end = endOf(lines, last);
  if (lastRows(lines.slice(end), 5).length > 4) return undefined;
  for (let row = last, below = end; row >= 0; row -= 1) {
    const match = OPTION.exec(lines[row] ?? '');
    if (!match) {
      if (!isWrapped(lines[row] ?? '')) break;
      continue;
    }
    const [, , mark, number = '', text = ''] = match;
    const wrapped = lines.slice(row + 1, below).map((line) => line.trim());
    rows.unshift({ row, number: Number(number), label: labelOf([text, ...wrapped]), selected: mark !== undefined });
    below = row;
    if (rows[0]?.number === 1) break;
  }
  const inOrder = rows.every(({ number }, index) => number === index + 1);
  if (rows.length < 2 || !inOrder || rows.filter(({ selected }) => selected).length !== 1) return undefined;
  return {
    row: rows[0]?.row ?? last,
    options: rows.map(({ number, label, selected }) => ({ key: String(number), label, selected })),
  };
}

/** The row behind the last option, with the rows it was wrapped onto. */
function endOf(lines: readonly string[], last: number): number {
  let end = last + 1;
  while (end < lines.length && isWrapped(lines[end] ?? '')) end += 1;
  return end;
}

function isWrapped(line: string): boolean {
  return /^ {4,}\S/.test(line);
}

/** A description stands behind the label at some distance. */
function labelOf(rows: readonly string[]): string {
  const [first = '', ...wrapped] = rows;
  const [label = '', ...description] = first.trim().split(/ {2,}/);
  const more = [...description, ...wrapped].join(' ').trim();
  return more === '' ? label : `${label}${description.length > 0 ? ': ' : ' '}${more}`;
}
