/** A rule across the screen; a shorter one may be Markdown of an answer. */
export function isRule(line: string): boolean {
  return /^─{20,}$/.test(line.trim());
}

export function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** Hints at the right edge of an otherwise empty row, such as `/copy to clipboard`. */
export function isRightHint(line: string): boolean {
  return /^\s{16,}\S/.test(line);
}

export function lastText(lines: readonly string[]): number {
  return lines.findLastIndex((line) => !isBlank(line));
}

/** Notes that stand between the conversation and the rule below it, whatever happens. */
export function isNote(line: string): boolean {
  return /^\s*(?:● \d+ MCP failures?\b|[◐◓◑◒] Tasks? |Trust All Tools active\b)/u.test(line);
}

/** The last thing a turn draws. */
export function isCredits(line: string): boolean {
  return /^\s*▸ Credits: /u.test(line);
}
