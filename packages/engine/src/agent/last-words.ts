const MAX_LINES = 3;
const MAX_CHARS = 400;

/** What a program printed last, for the reason of its end: the last paragraph of its screen, in one line. */
export function lastWords(lines: readonly string[]): string | undefined {
  const end = lines.findLastIndex((line) => line.trim() !== '') + 1;
  const start = lines.slice(0, end).findLastIndex((line) => line.trim() === '') + 1;
  const words = lines.slice(Math.max(start, end - MAX_LINES), end).map((line) => line.trim());
  return words.join(' ').slice(0, MAX_CHARS) || undefined;
}
