import { isEdge } from './screen/composer.ts';

const ANSWER = /^✦ ?/u;
/** What ends an answer: other entries, the spinner, the status above the input box. */
const OTHER = /^([✕ℹ⚠╭│╰]|─{8,}| \S| {2}(?:Executing Hooks?: |[✓✕o⊶?-] {2}\S))|^ {16,}\S/u;

/**
 * The last answer on a rendered scrollback. Words, not bytes: the terminal shows Markdown drawn and lines wrapped, so this is
 * only for turns whose transcript stayed silent.
 */
export function readReply(lines: readonly string[], prompt: string): string | undefined {
  const rows = lastTurn(
    lines.map((line) => line.trimEnd()),
    prompt,
  );
  const start = rows.findLastIndex((row) => ANSWER.test(row));
  if (start < 0) return undefined;
  const length = rows.slice(start + 1).findIndex((row) => OTHER.test(row) || isEdge(row));
  const answer = rows.slice(start, length < 0 ? undefined : start + 1 + length);
  const text = answer
    .map((row) => row.slice(2))
    .join('\n')
    .trim();
  return text === '' ? undefined : text;
}

/** Rows below the prompt of the turn, up to the next one, which may be the input box. None while the prompt is not drawn. */
function lastTurn(lines: readonly string[], prompt: string): readonly string[] {
  const prompts = lines.flatMap((line, row) =>
    /^ [>*!]( |$)/.test(line) && isEdge(lines[row - 1] ?? '') ? [row] : [],
  );
  const wanted = prompt.trim().split('\n')[0]?.trim().slice(0, 60) ?? '';
  const isOurs = (row: number) => {
    const shown = (lines[row] ?? '').slice(3);
    return wanted !== '' && (shown.startsWith(wanted) || (shown.length > 20 && wanted.startsWith(shown)));
  };
  const ours = wanted === '' ? prompts.at(-2) : prompts.findLast(isOurs);
  if (ours === undefined) return [];
  const next = prompts.find((row) => row > ours) ?? lines.length;
  return lines.slice(ours + 1, next);
}
