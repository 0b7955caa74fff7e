/** Lines the program puts beside an answer: what it does, and how the turn ended. */
const ASIDE = /^(?:→ |✻ |✘ |⎿ |╭─|─{3})/;

/**
 * The answer of the last turn on a scrollback whose wrapped lines were joined. An answer begins with `● `, goes on with two blanks,
 * and stands below the echo of its prompt; everything else in the first column is the program's own.
 */
export function readReply(lines: readonly string[]): string | undefined {
  const echo = lines.findLastIndex((line) => line.startsWith('❯ '));
  const start = lines.findIndex((line, at) => at > echo && line.startsWith('● '));
  if (echo === -1 || start === -1) return undefined;
  const answer: string[] = [];
  for (const [at, line] of lines.slice(start).entries()) {
    if (at === 0) answer.push(line.slice(2));
    else if (line === '' || line.startsWith('  ')) answer.push(line.slice(2));
    else if (line.startsWith('→ ')) continue;
    else if (ASIDE.test(line)) break;
    else answer.push(line);
  }
  return answer.join('\n').trimEnd();
}
