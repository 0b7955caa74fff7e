import { readPythonReply } from './python/reply.ts';

const PROMPT = /^ ✨ /;
/** What ends a turn on the screen: the next prompt, a rule, the composer or a spinner. */
const END = /^ (?:✨ |─{8,}$|╭| ?[\u2801-\u28FF\u{1F311}-\u{1F318}])/u;
/** A prompt that was wrapped shows at least so much of its first line. */
const WRAPPED = 20;
/** Cells of the conversation that are tools at work. */
const TOOL =
  /^ (?:✗ |● (?:Used|Using|Ran|Running|Collected|Read|Reading|Wrote|Writing|Edited|Editing|Searched|Searching|Fetched|Fetching)\b.*)/;

/**
 * The last answer on a rendered scrollback. Words, not bytes: the terminal shows Markdown drawn and lines wrapped, so this is only
 * for turns whose event stream stayed silent.
 */
export function readReply(lines: readonly string[], prompt: string): string | undefined {
  const rows = lines.map((line) => line.trimEnd());
  if (!rows.some((line) => PROMPT.test(line))) return readPythonReply(rows);
  const cells = cellsOf(lastTurn(rows, prompt)).filter((cell) => !TOOL.test(cell[0] ?? ''));
  const words = (cells.at(-1) ?? []).map((line) => line.slice(3));
  const text = words.join('\n').trim();
  return text === '' ? undefined : text;
}

/** Rows of the turn with this prompt, or of the last one. */
function lastTurn(rows: readonly string[], prompt: string): readonly string[] {
  const prompts = rows.flatMap((line, row) => (PROMPT.test(line) ? [row] : []));
  const wanted = (prompt.trim().split('\n')[0] ?? '').trim().slice(0, 60);
  const isOurs = (row: number): boolean => {
    const shown = (rows[row] ?? '').slice(3);
    return wanted !== '' && (shown.startsWith(wanted) || (shown.length >= WRAPPED && wanted.startsWith(shown)));
  };
  const ours = prompts.findLast(isOurs) ?? prompts.at(-1);
  if (ours === undefined) return [];
  const end = rows.findIndex((line, row) => row > ours && END.test(line));
  return rows.slice(ours + 1, end < 0 ? undefined : end);
}

/** A cell begins with a bullet at the second column and goes on with indented or empty rows. */
function cellsOf(rows: readonly string[]): string[][] {
  const cells: string[][] = [];
  for (const row of rows) {
    if (/^ [●✗] /.test(row)) cells.push([row]);
    else if (row === '' || row.startsWith('   ')) cells.at(-1)?.push(row);
  }
  return cells;
}
