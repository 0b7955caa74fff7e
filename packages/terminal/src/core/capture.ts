import type xterm from '@xterm/headless';
import type { ScreenSnapshot } from '../screen.ts';

/** A screen without its revision, which only a comparison with the one before can give. */
export type Capture = Omit<ScreenSnapshot, 'revision'>;

type Faint = readonly [row: number, firstCol: number, endCol: number];

interface FaintTools {
  /** Filled anew for every column: a screen has ten thousand of them. */
  readonly cell: xterm.IBufferCell;
  readonly into: Faint[];
}

/** Reads the visible screen: what a person would see now, not the scrollback. */
export function captureScreen(
  terminal: xterm.Terminal,
  facts: { readonly title: string; readonly cursorVisible: boolean },
): Capture {
  const buffer = terminal.buffer.active;
  const { cols, rows } = terminal;
  const lines: string[] = [];
  const faint: Faint[] = [];
  const cell = buffer.getNullCell();
  for (let row = 0; row < rows; row++) {
    const line = buffer.getLine(buffer.baseY + row);
    const text = line === undefined ? '' : trimBlanks(line.translateToString(true));
    lines.push(text);
    if (line && text !== '') collectFaint(row, line, Math.min(cols, reachOf(text)), { cell, into: faint });
  }
  return {
    lines,
    cols,
    rows,
    // After the last column is written the cursor waits beyond it; drawn it stands on it.
    cursor: { row: buffer.cursorY, col: Math.min(buffer.cursorX, cols - 1), visible: facts.cursorVisible },
    title: facts.title,
    alternate: buffer.type === 'alternate',
    bracketedPaste: terminal.modes.bracketedPasteMode,
    faint,
  };
}

export function sameScreen(a: Capture, b: Capture): boolean {
  return (
    a.cursor.row === b.cursor.row &&
    a.cursor.col === b.cursor.col &&
    a.cursor.visible === b.cursor.visible &&
    a.title === b.title &&
    a.alternate === b.alternate &&
    a.bracketedPaste === b.bracketedPaste &&
    a.cols === b.cols &&
    a.lines.length === b.lines.length &&
    a.faint.length === b.faint.length &&
    a.lines.every((line, row) => line === b.lines[row]) &&
    a.faint.every((range, index) => range.every((value, part) => value === b.faint[index]?.[part]))
  );
}

/** Only blanks: a no-break space is text, some programs draw their prompt with one. */
export function trimBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** Columns that hold a text for certain: one for each plain character, two for one that may be wide. */
function reachOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : text.length * 2;
}

/** Runs of cells with the faint attribute, up to the last character of the row. `reach` columns hold all of its text. */
function collectFaint(row: number, line: xterm.IBufferLine, reach: number, tools: FaintTools): void {
  let start = -1;
  let end = 0;
  for (let col = 0; col < reach; col++) {
    const cell = line.getCell(col, tools.cell);
    if (cell?.isDim()) {
      if (start === -1) start = end = col;
      if (!isBlank(cell)) end = col + 1;
      continue;
    }
    if (start !== -1) tools.into.push([row, start, col]);
    start = -1;
  }
  if (start !== -1 && end > start) tools.into.push([row, start, end]);
}

function isBlank(cell: xterm.IBufferCell): boolean {
  return cell.getWidth() > 0 && (cell.getCode() === 0 || cell.getCode() === 0x20);
}
