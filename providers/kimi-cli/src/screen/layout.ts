/** The box at the bottom into which a prompt is typed. */
export interface Composer {
  /** Row of its upper edge. */
  readonly row: number;
  /** What lies in it; a leading `!` when it takes shell commands. */
  readonly text: string;
}

const EDGE = /^ ╭.*╮$/;
const BOTTOM = /^ ╰─+╯$/;
const INSIDE = /^ │/;
const FIRST = /^ │ ([>!])(?: |$)/;

/** A status line and a line with the context's size. A program that has left prints more below its last box. */
const MAX_FOOTER = 3;
const FAREWELL = /^ (?:Bye!|To resume this session:)/;

/**
 * The last box of the screen, when a prompt mark stands in it and nothing but a list of commands and the footer below. Boxes of the
 * conversation are indented further; dialogs are drawn in place of this one.
 */
export function findComposer(lines: readonly string[]): Composer | undefined {
  const bottom = lines.findLastIndex((line) => BOTTOM.test(line));
  const row = lines.slice(0, Math.max(0, bottom)).findLastIndex((line) => EDGE.test(line));
  if (row < 0) return undefined;
  const inside = lines.slice(row + 1, bottom);
  const mark = FIRST.exec(inside[0] ?? '')?.[1];
  if (mark === undefined || !inside.every((line) => INSIDE.test(line))) return undefined;
  const below = lines.slice(bottom + 1).filter((line) => line !== '' && !INSIDE.test(line));
  if (below.length > MAX_FOOTER || below.some((line) => FAREWELL.test(line))) return undefined;
  const text = inside.map((line) => line.slice(5).replace(/\s*│?$/, '')).join('\n');
  return { row, text: (mark === '!' ? '!' : '') + text.trimEnd() };
}

const RULE = /^ ─{8,}$/;
const PROMPT = /^ ✨ /;
/** Dots of braille while it writes, a moon while it waits for the model or a tool. Answers are indented further. */
const SPINNER =
  /^ {1,2}(?:[\u2801-\u28FF]|\u{1F311}|\u{1F312}|\u{1F313}|\u{1F314}|\u{1F315}|\u{1F316}|\u{1F317}|\u{1F318})(?: |$)/u;

/** Rows of the last turn: from behind its prompt to the panels above the composer. */
export function turnRows(lines: readonly string[], composer: Composer): readonly string[] {
  const above = lines.slice(0, composer.row);
  const start = above.findLastIndex((line) => PROMPT.test(line)) + 1;
  const panel = above.findIndex((line, row) => row >= start && RULE.test(line));
  return above.slice(start, panel < 0 ? undefined : panel);
}

export function isWorking(lines: readonly string[], composer: Composer): boolean {
  const start = lines.slice(0, composer.row).findLastIndex((line) => PROMPT.test(line)) + 1;
  return lines.slice(start, composer.row).some((line) => SPINNER.test(line));
}

/** What is drawn between the last two rules, where the composer would be: a question, a dialog, a list. */
export function findPanel(lines: readonly string[]): readonly string[] | undefined {
  const end = lines.findLastIndex((line) => RULE.test(line));
  const start = lines.slice(0, Math.max(0, end)).findLastIndex((line) => RULE.test(line));
  if (end < 0 || lines.slice(end + 1).filter((line) => line !== '').length > MAX_FOOTER) return undefined;
  // A panel taller than the screen has lost its upper rule.
  return lines.slice(start + 1, end);
}
