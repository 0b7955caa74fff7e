import { isRule, plainRows } from './screen/rows.ts';

/** What stands in the conversation like an answer and is none. */
const ACTIVITY =
  /^ ?● (?:Operation cancelled by user|Request failed|MCP Servers? |Tip: |Asked user|Create |Edit |Read |List |Search|.* \(MCP: )/;

/**
 * The last answer on a screen. Words, not bytes: Copilot draws Markdown, wraps lines and keeps one screen only, so this is for
 * turns whose events file stayed silent.
 */
export function readReply(lines: readonly string[], prompt: string): string | undefined {
  const rows = plainRows(lines);
  const wanted = (prompt.trim().split('\n')[0] ?? '').trim().slice(0, 40);
  const from = rows.findLastIndex((row) => /^ ?❯ /.test(row) && row.slice(2).trim().startsWith(wanted));
  if (wanted === '' || from < 0) return undefined;
  const rule = rows.findIndex((row, at) => at > from && isRule(row));
  // The row above the input box names the folder.
  const turn = rows.slice(from + 1, rule < 0 ? undefined : rule - 1);
  const start = turn.findLastIndex((row) => /^ ?● /.test(row) && !ACTIVITY.test(row));
  if (start < 0) return undefined;
  const after = turn.slice(start + 1);
  const end = after.findIndex((row) => /^ ?[✗$○◎◉●⌄❯] /.test(row));
  const answer = turn.slice(start, end < 0 ? undefined : start + 1 + end);
  const indent = (answer[0] ?? '').indexOf('●') + 2;
  return (
    answer
      .map((row) => row.slice(indent))
      .join('\n')
      .trim() || undefined
  );
}
