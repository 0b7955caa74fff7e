import { OLD_PROMPT } from './screen/old-prompt.ts';
import { isBlank, isCredits, isNote, isRule } from './screen/rows.ts';

/** What the program says about a turn, and about tools of it. What hangs below a tool is indented further than text is. */
const OWN = /^\s*(?:▸ |● |↓ |⚠ |[◐-◕] )/u;
const TOOL_CHILD = /^(?: {4,}|\s*╰ | {2,}\d+[+-]? )/u;
/** The old interface: lines of hooks and tools between the parts of an answer. */
const OLD_TOOL = /^\s*(?:🛠|●|⋮|✓ Success|↳)/u;
const OLD_NOTE = /^\s*(?:[✓✗] \d+ of \d+ hooks finished|▸ Credits: )/u;
const LETTER = /^[ynt]$/i;

/**
 * The last answer as it is drawn: wrapped, and with its Markdown in colours that are gone. Only for turns whose session log
 * stayed silent.
 */
export function readReply(lines: readonly string[], prompt: string): string | undefined {
  return readNew(lines, prompt) ?? readOld(lines, prompt);
}

/** A turn stands between two rules: first the prompt, then text and tools, then its credits. */
function readNew(lines: readonly string[], prompt: string): string | undefined {
  const bottom = lines.findLastIndex(isRule);
  const top = lines.findLastIndex((line, row) => row < bottom && isRule(line));
  if (bottom < 0) return undefined;
  const turn = lines.slice(top + 1, bottom);
  const echoed = echoLength(turn, prompt);
  if (echoed === undefined) return undefined;
  const body = turn.slice(echoed).filter((line) => !isCredits(line) && !isNote(line));
  const tool = body.findLastIndex((line) => OWN.test(line));
  const rest = body.slice(tool + 1);
  const text = tool < 0 ? 0 : rest.findIndex((line) => !TOOL_CHILD.test(line));
  return text < 0 ? undefined : textOf(rest.slice(text));
}

/** How many rows at the top of a turn repeat the prompt; undefined when they are of another one. */
function echoLength(turn: readonly string[], prompt: string): number | undefined {
  const wanted = squeezed(prompt);
  let shown = '';
  for (const [row, line] of turn.entries()) {
    shown += squeezed(line);
    if (shown.length >= wanted.length) return wanted !== '' && shown === wanted ? row + 1 : undefined;
    if (!wanted.startsWith(shown)) return undefined;
  }
  return undefined;
}

/** Between the prompt that was typed and the next one, the part that the last arrow begins. */
function readOld(lines: readonly string[], prompt: string): string | undefined {
  const prompts = lines.flatMap((line, row) => {
    const typed = OLD_PROMPT.exec(line)?.[1];
    // Letters that answered a question belong to the turn.
    return typed === undefined || LETTER.test(typed) ? [] : [{ row, typed: squeezed(typed) }];
  });
  const wanted = squeezed(prompt);
  const asked = prompts.findLast(({ typed }) => typed !== '' && wanted.startsWith(typed));
  const next = prompts.find(({ row }) => asked !== undefined && row > asked.row);
  if (asked === undefined || next === undefined) return undefined;
  const rows = lines.slice(asked.row + 1, next.row).filter((line) => !OLD_NOTE.test(line));
  const tool = rows.findLastIndex((line) => OLD_TOOL.test(line));
  const arrow = rows.findIndex((line, row) => row > tool && line.startsWith('> '));
  if (arrow < 0) return undefined;
  return textOf([(rows[arrow] ?? '').slice(2), ...rows.slice(arrow + 1)]);
}

/** Without the margin that all rows share, and without the bullet of the first. */
function textOf(rows: readonly string[]): string | undefined {
  const first = rows.findIndex((row) => !isBlank(row));
  const bare = rows.map((row, index) => (index === first ? row.replace(/^(\s*)• /u, '$1  ') : row));
  const margin = Math.min(...bare.filter((row) => !isBlank(row)).map((row) => row.search(/\S/)));
  const text = bare
    .map((row) => row.slice(Number.isFinite(margin) ? margin : 0).trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
  return text === '' ? undefined : text;
}

function squeezed(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}
