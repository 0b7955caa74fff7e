/** What the program puts beside an answer, in the first column. */
const ASIDE = /^(?:→ |✻ |✘ |⎿ |❯ |╭─|─{3})/;

/**
 * The answer of the last turn on the screen and what scrolled off it. The weakest source, for turns of which no signal told the
 * reply: a frame is never byte for byte what was said.
 */
export function readReply(lines: readonly string[]): string | undefined {
  const echo = lines.findLastIndex((line) => line.startsWith('❯ '));
  const start = lines.findIndex((line, at) => at > echo && line.startsWith('● '));
  if (echo === -1 || start === -1) return undefined;
  const end = lines.findIndex((line, at) => at > start && ASIDE.test(line));
  const answer = lines.slice(start, end === -1 ? undefined : end);
  return answer
    .map((line) => line.slice(2))
    .join('\n')
    .trimEnd();
}
