import type { Question } from '@cao/contracts';
import type { ScreenList } from './list.ts';

/** How the text above a list begins; whatever is further up belongs to the conversation. */
const STARTS =
  /^\s*(?:Would you like to|Field \d+\/\d+|Question \d+\/\d+|Allow |Folder access|Hooks need review|\S{0,2}\s*Update available|Background server|Welcome to Codex|Select |> You are in )/;
/** Lines of the conversation stand at the first column. */
const HISTORY = /^[•›»■✔✗⚠─]/;
const MAX_ROWS = 30;
const MAX_PICKER_ROWS = 16;

/** What stands above a list: from where a known question begins, else the paragraph right above. */
export function textAbove(lines: readonly string[], row: number): string {
  let paragraph = row;
  let known: number | undefined;
  for (let at = row - 1; at >= 0 && row - at <= MAX_ROWS; at -= 1) {
    const line = lines[at] ?? '';
    if (HISTORY.test(line)) break;
    if (line !== '' && (paragraph === row || paragraph === at + 1)) paragraph = at;
    if (STARTS.test(line)) known = at;
    else if (known !== undefined) break;
  }
  return dedent(lines.slice(known ?? paragraph, row));
}

/** The last rows of something that asks for keys and is no numbered list. */
export function textAtBottom(lines: readonly string[]): string {
  const end = lines.findLastIndex((line) => line !== '') + 1;
  return dedent(lines.slice(Math.max(0, end - MAX_PICKER_ROWS), end));
}

export function questionOf(text: string, list: ScreenList): Question {
  const options = list.options.map(({ key, label, selected }) => ({ key, label, ...(selected ? { selected } : {}) }));
  const tool = toolOf(text);
  const kind = tool !== undefined || /^Would you like to /m.test(text) ? 'permission' : 'choice';
  return { kind, text, options, ...(tool === undefined ? {} : { tool }) };
}

function toolOf(text: string): string | undefined {
  if (/^Would you like to run the following command\?/m.test(text)) return 'shell';
  if (/^Would you like to make the following edits\?/m.test(text)) return 'apply_patch';
  const mcp = /^Allow the (\S+) MCP server to run tool "([^"]+)"\?/m.exec(text);
  return mcp ? `${mcp[1]}.${mcp[2]}` : undefined;
}

function dedent(lines: readonly string[]): string {
  return lines
    .map((line) => line.replace(/^ {2}/, '').trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
