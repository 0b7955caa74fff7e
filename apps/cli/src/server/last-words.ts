import { printable } from '../errors.ts';

/** Why a program ended, as its output says, and what it advises. */
export interface LastWords {
  readonly reason: string;
  /** Lines; none for an error that was not expected, which a stack follows. */
  readonly advice: readonly string[];
}

/** cao-server ends with `Error: ` and a reason, then lines on what to do. */
export function lastWords(output: string): LastWords {
  const lines = output.trim().split('\n');
  const at = lines.findLastIndex((line) => /^\w*Error: /.test(line));
  const reason = printable((lines[at] ?? lines.at(-1) ?? '').replace(/^(Error: )+/, ''));
  if (reason === '') return { reason: 'it ended without a word', advice: [] };
  const after = at === -1 ? [] : lines.slice(at + 1);
  return { reason, advice: after.some((line) => /^\s/.test(line)) ? [] : after.map((line) => printable(line)) };
}
