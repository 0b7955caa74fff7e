/** The scroll bar at the right edge of the conversation. */
const SCROLL_BAR = /\s*┃$/;

/** Rows as Copilot wrote them: without the scroll bar and trailing blanks. */
export function plainRows(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(SCROLL_BAR, '').trimEnd());
}

/** A line across the screen, as it stands above and below the input box. */
export function isRule(line: string | undefined): boolean {
  return line !== undefined && /^ ?─{12,}$/.test(line);
}

/** The last row that is not empty, or -1. */
export function lastRow(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line.trim() !== '');
}

/** Lines that tell which keys a list or form takes; the input box never ends with one. */
export function isKeyHint(line: string | undefined): boolean {
  return (
    line !== undefined &&
    /(?:^|· )(?:enter|esc) (?:to )?(?:select|accept|cancel|confirm|submit|close|back)\b/.test(line.trim())
  );
}
