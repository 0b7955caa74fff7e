import type { Question } from '@cao/contracts';
import { isBlank, isRule, lastText } from './rows.ts';

export type Option = Question['options'][number];

/** Something drawn over the prompt that has the keyboard: a permission question, a picker, a panel. */
export interface Menu {
  /** What stands above the choices, as shown. */
  readonly text: string;
  /** Empty when the choices cannot be told. */
  readonly options: readonly Option[];
  /** The tool that asks to run. */
  readonly tool?: string;
}

/** Its wording follows the row that is marked; only its beginning stays. Nothing else ever stands below a menu. */
const FOOTER = /^\s*esc to (?:close|cancel)\b/i;
const CHOICE = /^\s*(❯ )?(?:\((\w)\) )?(\S.*)$/u;
const POINTED = /^\s*❯ /u;
const APPROVAL = /^\s*(?:\S.* > )?(\S+) requires approval\b/;
/** Questions of sub-agents come without a footer. */
const PENDING = /^\s*⚠ \d+ tool approvals? pending\b/u;
/** How much of what a tool is about to do belongs into the question. */
const MAX_DETAIL = 20;

/** The menu at the bottom of the screen, if there is one. */
export function findMenu(lines: readonly string[]): Menu | undefined {
  const last = lastText(lines);
  const footer = FOOTER.test(lines[last] ?? '');
  let end = footer ? lastText(lines.slice(0, last)) : last;
  if (footer && isRule(lines[end] ?? '')) end = lastText(lines.slice(0, end));
  const { options, start } = readOptions(lines, end);
  const heading = lastText(lines.slice(0, start));
  const head = lines[heading] ?? '';
  if (!footer && (!PENDING.test(head) || options.length === 0)) return undefined;
  const tool = APPROVAL.exec(head)?.[1];
  // Tab opens an editor in place of the choices; only a person can write there.
  if (options.length === 0) return { text: '', options };
  return { text: textAbove(lines, start), options, ...(tool === undefined ? {} : { tool }) };
}

/** Rows up to `end` with one of them marked and all words at one column. With two marks the screen is between two frames. */
function readOptions(lines: readonly string[], end: number): { options: readonly Option[]; start: number } {
  const none = { options: [], start: end + 1 };
  const at = lines.findLastIndex((line, row) => row <= end && POINTED.test(line));
  const column = (lines[at] ?? '').indexOf('❯') + 2;
  const isChoice = (line: string | undefined) => (line ?? '').search(/[^\s❯]/u) === column;
  if (at < 0 || !lines.slice(at, end + 1).every(isChoice)) return none;
  const start = lines.findLastIndex((line, row) => row < at && !isChoice(line)) + 1;
  const rows = lines.slice(start, end + 1);
  if (rows.length < 2 || rows.filter((row) => POINTED.test(row)).length !== 1) return none;
  const options = rows.map((row, index) => {
    const [, pointer, letter, label = ''] = CHOICE.exec(row) ?? [];
    const selected = pointer === undefined ? {} : { selected: true };
    return { key: letter ?? String(index + 1), label: label.trim(), ...selected };
  });
  return { options, start };
}

/** The heading, with what the tool is about to do, which stands above the rule over it. */
function textAbove(lines: readonly string[], end: number): string {
  const top = lines.findLastIndex((line, row) => row < end && isRule(line));
  const heading = lines.slice(top + 1, end).filter((line) => !isBlank(line));
  const call = lines.findLastIndex((line, row) => row < top && /^\s*↓ /u.test(line));
  const known = call < 0 || lines.slice(call, top).some((line) => APPROVAL.test(line));
  const detail = known ? [] : lines.slice(call, top).filter((line) => !isBlank(line) && !FOOTER.test(line));
  return [...heading, ...detail.slice(0, MAX_DETAIL)].map((line) => line.replace(/^ ?↓? ?/u, '').trimEnd()).join('\n');
}
