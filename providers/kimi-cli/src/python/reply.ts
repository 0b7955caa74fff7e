const PROMPT = /^(?:\S+@\S+)?[💫✨]\s*(\S.*)$/u;
/** What ends a turn: a bare prompt, the rule above the input, the bar below it. */
const END = /^(?:(?:\S+@\S+)?[💫✨]\s*$|\s*─+ input ─+\s*$|.*context: \d+(?:\.\d+)?%)/u;

/** The last bullet of the last turn on the screen of the Python kimi-cli. */
export function readPythonReply(rows: readonly string[]): string | undefined {
  const prompt = rows.findLastIndex((line) => PROMPT.test(line));
  if (prompt < 0) return undefined;
  const end = rows.findIndex((line, row) => row > prompt && END.test(line));
  const turn = rows.slice(prompt + 1, end < 0 ? undefined : end);
  const bullet = turn.findLastIndex((line) => line.startsWith('• '));
  if (bullet < 0) return undefined;
  const words = turn.slice(bullet).map((line) => line.slice(2));
  return words.join('\n').trim() || undefined;
}
