import type { Question } from '@cao/contracts';
import { isBlank, isRule } from './rows.ts';
import { readOptions } from './options.ts';

/** A picker or a form that owns the keyboard; the input box is not drawn meanwhile. */
export interface Dialog {
  /** Its rows, without blank ones at the ends. */
  readonly rows: readonly string[];
  /** The first line with text. */
  readonly heading: string;
  readonly question: Question;
}

/**
 * What keys do, in the last lines of a dialog: `Enter to confirm · Esc to cancel`, `←/→ to switch · Esc to close`. Others stand in
 * the conversation and below the input box: `esc to interrupt`, `ctrl+o to expand`.
 */
const KEY_HINT =
  /(^|\s)(Enter|Esc|Space|Tab|Backspace|shift\+tab|[←→↑↓/]+|ctrl\+\w)\s+to\s+(?!interrupt|expand|cycle|manage|run in|edit|send|queue|change mode)\w/iu;
const OTHER_HINT = /^\s*(Press Enter to continue|Paste code here if prompted)/;
/** The first line of a form of questions. */
const TABS = /^(☐|☒|←)/u;
/** How many of the last lines may hold the hints. */
const HINT_LINES = 4;

/** The dialog at the bottom of a screen without an input box; undefined when nothing there asks for a key. */
export function findDialog(rows: readonly string[]): Dialog | undefined {
  const body = trimmed(rows.slice(opening(rows)));
  const heading = body.find((line) => !isBlank(line))?.trim() ?? '';
  const asks = asksForKey(body);
  const found = readOptions(body);
  if (!asks && (found.options.length === 0 || isSent(body, found.start, heading))) return undefined;
  const text = told(body, found.options.length > 0 ? found.start : body.length);
  const options = found.options.length > 0 ? found.options : keyOptions(body);
  return { rows: body, heading, question: classify({ heading, text, options, body }) };
}

/** The row below the rule that opens the dialog. Some dialogs have a rule inside: then an earlier one opens it. */
function opening(rows: readonly string[]): number {
  const rules = rows.flatMap((line, row) => (isRule(line) ? [row] : []));
  const [before, last] = [rules.at(-2), rules.at(-1)];
  if (last === undefined) return 0;
  if (before === undefined) return last + 1;
  const below = rows.slice(last + 1).find((line) => !isBlank(line)) ?? '';
  const between = rows.slice(before + 1, last).find((line) => !isBlank(line)) ?? '';
  // The last choices below a rule of their own, or a plan above its question.
  const inside = /^\s*(❯\s*)?([2-9]|\d\d)\. /u.test(below) || between.startsWith(' Ready to code?');
  return (inside ? before : last) + 1;
}

/**
 * The pointer in the first column is also the mark of what was sent, which looks like choices while the input box below it is not
 * drawn yet. Only a form of questions has its pointer there, below its tabs.
 */
function isSent(body: readonly string[], start: number, heading: string): boolean {
  return !TABS.test(heading) && body.slice(start).some((line) => line.startsWith('❯'));
}

function asksForKey(body: readonly string[]): boolean {
  return body.slice(-HINT_LINES).some((line) => KEY_HINT.test(line) || OTHER_HINT.test(line));
}

/** The words before the choices, without the lines that only draw. */
function told(body: readonly string[], end: number): string {
  const lines = body.slice(0, end).filter((line) => !/^[\s╌─]*$/u.test(line) || isBlank(line));
  return lines
    .map((line) => line.trimEnd().replace(/^ {1,2}/, ''))
    .join('\n')
    .replace(/\n{2,}/g, '\n\n')
    .trim();
}

/** Where nothing can be chosen, the keys that the dialog names are the choices. */
function keyOptions(body: readonly string[]): Question['options'] {
  const hints = body.slice(-HINT_LINES).join(' · ');
  const options: { key: string; label: string }[] = [];
  for (const [name, key] of [
    ['Enter', 'Enter'],
    ['shift\\+tab', 'BTab'],
    ['Esc', 'Escape'],
  ] as const) {
    const does = new RegExp(`(?:^|\\s)(?:Press )?${name} to ([^·]+)`, 'iu').exec(hints)?.[1];
    if (does !== undefined) options.push({ key, label: does.trim() });
  }
  return options;
}

function classify(found: {
  heading: string;
  text: string;
  options: Question['options'];
  body: readonly string[];
}): Question {
  const { heading, text, options, body } = found;
  const tool = toolOf(heading, body);
  if (tool !== undefined && options.length > 0) return { kind: 'permission', text, options, tool };
  if (/^Do you want to\b/m.test(text) && !/^Do you want to use this API key/m.test(text)) {
    return { kind: 'permission', text, options };
  }
  if (!TABS.test(heading)) return { kind: 'dialog', text, options };
  return { kind: options.some(({ label }) => OWN_WORDS.test(label)) ? 'text' : 'choice', text, options };
}

/** The choice of a question that takes an answer in one's own words. */
export const OWN_WORDS = /^Type something\b/;

const TOOL_HEADINGS: Readonly<Record<string, string>> = {
  'Bash command': 'Bash',
  'Create file': 'Write',
  'Overwrite file': 'Write',
  'Edit file': 'Edit',
  'Read file': 'Read',
  Fetch: 'WebFetch',
  'Ready to code?': 'ExitPlanMode',
  'Exit plan mode?': 'ExitPlanMode',
};

function toolOf(heading: string, body: readonly string[]): string | undefined {
  if (Object.hasOwn(TOOL_HEADINGS, heading)) return TOOL_HEADINGS[heading];
  if (heading !== 'Tool use') return undefined;
  const about = body.slice(1).map((line) => line.trim());
  const mcp = about.find((line) => line.endsWith('(MCP)'));
  if (mcp !== undefined)
    return mcp
      .replace(/(\(.*)? ?\(MCP\)$/, '')
      .replace(/ Tool:$/, '')
      .trim();
  return about.some((line) => line.startsWith('Web Search(')) ? 'WebSearch' : 'tool';
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  return first < 0 ? [] : lines.slice(first, last + 1);
}
