import type { ScreenSnapshot } from '@cao/provider-sdk';

/** The box at the bottom into which a prompt is typed. */
export interface Composer {
  /** Its first row, the upper edge included. */
  readonly top: number;
  /** What lies in it; empty when it shows a placeholder only. */
  readonly text: string;
}

/** `*` when everything is allowed, `!` for shell commands. */
const MARK = /^ ([>*!])( |$)/;
/** Columns before the text. */
const INDENT = 3;

/** Half-high edges above and below a prompt, here and in the history. Versions differ in which is which. */
export function isEdge(line: string): boolean {
  return /^(▄{8,}|▀{8,})$/.test(line.trimEnd());
}

/**
 * The composer has the cursor, which is hidden but stands where text goes in; dialogs leave it below themselves. Prompts of the
 * history look the same.
 */
export function findComposer({ lines, cursor }: ScreenSnapshot): Composer | undefined {
  if (cursor.col < INDENT) return undefined;
  let first = cursor.row;
  while (first > 0 && /^ {3}|^$/.test(lines[first] ?? '') && cursor.row - first < lines.length) first -= 1;
  const mark = MARK.exec(lines[first] ?? '')?.[1];
  if (mark === undefined) return undefined;
  const end = lines.findIndex((line, row) => row >= cursor.row && (isEdge(line) || row === lines.length - 1));
  const rows = lines.slice(first, Math.max(end, cursor.row + 1)).map((line) => line.slice(INDENT).trimEnd());
  // A placeholder begins behind the cursor; a prompt has the cursor behind it or upon it.
  const placeholder = cursor.row === first && cursor.col === INDENT && /^( |$)/.test(rows[0] ?? '');
  const text = placeholder ? '' : rows.join('\n').trim();
  return { top: isEdge(lines[first - 1] ?? '') ? first - 1 : first, text: mark === '!' ? `!${text}` : text };
}
