import { PROMPT } from './screen.ts';

/** Lines of hooks and tools between the parts of an answer. */
const TOOL = /^\s*(?:🛠|●|⋮|✓ Success|↳)/u;
const NOTE = /^\s*[✓✗] \d+ of \d+ hooks finished/u;
const LETTER = /^[ynt]$/i;

/**
 * The last answer as it is drawn, between the prompt that was typed and the next one: the part behind the last tool. Q tells it
 * nowhere else; its Markdown is colours, which are gone, and its lines are wrapped where the terminal ends.
 */
export function readReply(lines: readonly string[], prompt: string): string | undefined {
  const prompts = lines.flatMap((line, row) => {
    const typed = PROMPT.exec(line)?.[1];
    // Letters that answered a question belong to the turn.
    return typed === undefined || LETTER.test(typed) ? [] : [{ row, typed: squeezed(typed) }];
  });
  const wanted = squeezed(prompt);
  const asked = prompts.findLast(({ typed }) => typed !== '' && wanted.startsWith(typed));
  const next = prompts.find(({ row }) => asked !== undefined && row > asked.row);
  if (asked === undefined || next === undefined) return undefined;
  const rows = lines.slice(asked.row + 1, next.row).filter((line) => !NOTE.test(line));
  const tool = rows.findLastIndex((line) => TOOL.test(line));
  const arrow = rows.findIndex((line, row) => row > tool && line.startsWith('> '));
  if (arrow < 0) return undefined;
  const text = [(rows[arrow] ?? '').slice(2), ...rows.slice(arrow + 1)].map((line) => line.trimEnd()).join('\n');
  return text.replace(/^\n+|\n+$/g, '') || undefined;
}

function squeezed(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}
