import type { ScreenSnapshot } from '@cao/provider-sdk';

/** The box at the bottom into which a prompt is typed. */
export interface Composer {
  readonly row: number;
  /** What lies in it; empty when it shows a placeholder only. */
  readonly text: string;
}

const PROMPT = /^[›»❯!] /;

/**
 * The composer holds the visible cursor; lists and forms hide it or put it elsewhere. Prompts in the history look the same but
 * are drawn faint.
 */
export function findComposer(screen: ScreenSnapshot): Composer | undefined {
  const { cursor, lines } = screen;
  if (!cursor.visible || cursor.col < 2) return undefined;
  let row = cursor.row;
  while (row > 0 && isContinuation(lines[row] ?? '')) row -= 1;
  const first = lines[row] ?? '';
  if (!PROMPT.test(`${first} `) || isFaint(screen, row, 0)) return undefined;
  const rows = [first, ...lines.slice(row + 1, cursor.row + 1)];
  if (cursor.row > row && screen.faint.length === 0 && rows.some(isOption)) return undefined;
  return { row, text: textOf(screen, row, rows) };
}

function textOf(screen: ScreenSnapshot, row: number, rows: readonly string[]): string {
  const onlyRow = rows.length === 1 && screen.cursor.row === row;
  const unpainted = screen.faint.length === 0 && screen.cursor.col === 2;
  if (onlyRow && (isFaint(screen, row, 2) || unpainted)) return '';
  const [first = '', ...others] = rows.map((line) => line.slice(2));
  const shell = (screen.lines[row] ?? '').startsWith('!') ? '!' : '';
  return shell + [first, ...others].join('\n').trimEnd();
}

function isContinuation(line: string): boolean {
  return line === '' || line.startsWith('  ');
}

export function isOption(line: string): boolean {
  return /^\s*(?:[›»❯>] )?\d{1,2}\. /.test(line);
}

export function isFaint(screen: ScreenSnapshot, row: number, col: number): boolean {
  return screen.faint.some(([at, from, to]) => at === row && from <= col && col < to);
}

/** The last rows that are not empty, bottom first. */
export function lastRows(lines: readonly string[], count: number): readonly string[] {
  const found: string[] = [];
  for (let row = lines.length - 1; row >= 0 && found.length < count; row -= 1) {
    const line = lines[row]?.trim() ?? '';
    if (line !== '') found.push(line);
  }
  return found;
}

const KEY_HINT =
  /(?:^|[|·,] ?|\s{2}|\bor )(?:press )?(?:enter|esc|q|\^c)(?: or \w+)? (?:to )?(?:confirm|cancel|submit|continue|select|go back|back|skip|close|save|resume|review|exit|quit|clear|set|apply|open|view|interrupt)\b/i;

/** Lists and forms end with a line of keys; the composer never has one below it. */
export function hasKeyHints(lines: readonly string[]): boolean {
  return lastRows(lines, 2).some((line) => KEY_HINT.test(line));
}
