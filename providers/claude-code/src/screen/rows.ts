import type { ScreenSnapshot } from '@cao/provider-sdk';

/** A side panel leaves at least this much of the screen to the conversation. */
const MIN_MAIN_COLS = 40;
/** A wide character moves what follows in the text of its row; more of them than this do not stand in one row. */
const MAX_SHIFT = 24;

/** A rule across the screen. Answers and prompts are indented, so at the left edge only the program itself draws one. */
export function isRule(line: string): boolean {
  return /^─{8,}$/.test(line.trimEnd());
}

export function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** Hints at the right edge of an otherwise empty row, such as the effort in use. */
export function isRightHint(line: string): boolean {
  return /^\s{16,}\S/.test(line);
}

/** The rows of the conversation: without the panel of changes that a fullscreen Claude Code draws at the right. */
export function mainRows(screen: ScreenSnapshot): readonly string[] {
  const column = screen.alternate ? panelColumn(screen.lines) : undefined;
  if (column === undefined) return screen.lines;
  return screen.lines.map((line) => {
    const edge = line.lastIndexOf('│', column);
    return edge >= 0 && edge > column - MAX_SHIFT ? line.slice(0, edge).trimEnd() : line;
  });
}

/** Where the same vertical line runs down a third of the screen or more. */
function panelColumn(lines: readonly string[]): number | undefined {
  const counts = new Map<number, number>();
  for (const line of lines) {
    const at = line.indexOf('│', MIN_MAIN_COLS);
    if (at >= 0) counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  const [column, count] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [0, 0];
  return count >= Math.max(6, lines.length / 3) ? column : undefined;
}
