import type { Question } from '@cao/contracts';
import { isKeyHint, isRule, lastRow } from './rows.ts';

const MARK = /^(?:❯ )?/;
const NUMBERED = /^(❯ |\s*)(\d{1,2})\. (.+)$/;
const HEADING = 'Copilot needs information.';

export interface Asked {
  readonly question: Question;
  /** First line of what is asked, for rules. */
  readonly title: string;
}

/** What owns the keyboard at the bottom of the screen: a framed list, a form between two rules, or something that names its keys. */
export function findQuestion(lines: readonly string[]): Asked | undefined {
  const end = lastRow(lines);
  if (/^╰─+╯$/.test(lines[end] ?? '')) return framed(lines, end);
  const hint = lines.findLastIndex(isKeyHint);
  if (hint < 0 || end - hint > 1) return undefined;
  const form = lines.findLastIndex((line) => line.trim() === HEADING);
  if (form >= 0 && isRule(lines[end])) return formOf(lines.slice(form + 1, hint));
  const picker = lines
    .slice(Math.max(0, end - 15), end + 1)
    .join('\n')
    .trim();
  return { title: 'something asks for keys', question: { kind: 'dialog', text: picker, options: [] } };
}

function framed(lines: readonly string[], end: number): Asked | undefined {
  const top = lines.findLastIndex((line, row) => row < end && /^╭─+╮$/.test(line));
  if (top < 0) return undefined;
  const body = lines.slice(top + 1, end).map((line) => line.replace(/^│ ?/, '').replace(/\s*│$/, ''));
  if (!body.some(isKeyHint)) return undefined;
  const at = body.findLastIndex((line) => /^(?:❯ |\s*)1\. /.test(line));
  const text = textOf(at < 0 ? body : body.slice(0, at));
  const options = at < 0 ? [] : numbered(body.slice(at));
  const title = text.split('\n')[0] ?? '';
  const tool = toolOf(text, title);
  const kind = tool === undefined ? 'choice' : 'permission';
  return { title, question: { kind, text, options, ...(tool === undefined ? {} : { tool }) } };
}

function numbered(rows: readonly string[]): Question['options'] {
  const options: { key: string; label: string; selected?: true }[] = [];
  for (const row of rows) {
    if (isKeyHint(row)) break;
    const [, mark = '', key = '', label = ''] = NUMBERED.exec(row) ?? [];
    const open = options.at(-1);
    if (key !== '') options.push({ key, label, ...(mark.startsWith('❯') ? { selected: true } : {}) });
    else if (open !== undefined && /^ {4,}\S/.test(row)) open.label += ` ${row.trim()}`;
  }
  return options;
}

/** A question of the model. Its choices have no numbers; the last one stands for words of one's own. */
function formOf(rows: readonly string[]): Asked {
  const marked = rows.findLastIndex((row) => row.startsWith(' ❯'));
  const isField = isRule(rows[marked - 1]) || marked < 0;
  const from = isField ? rows.length : firstChoice(rows, marked);
  const choices = rows.slice(from).filter((row) => row.trim() !== '');
  const options = choices.map((row, at) => ({
    key: String(at + 1),
    label: row.slice(1).replace(MARK, '').trim(),
    ...(row.startsWith(' ❯') ? { selected: true } : {}),
  }));
  const text = textOf(rows.slice(0, isField ? Math.max(marked, 0) : from).map((row) => row.replace(/^ /, '')));
  return { title: HEADING, question: { kind: isField ? 'text' : 'choice', text, options } };
}

function firstChoice(rows: readonly string[], marked: number): number {
  let from = marked;
  while (/^ {3}\S/.test(rows[from - 1] ?? '')) from -= 1;
  return from;
}

/** Without rules, inner frames and runs of empty rows. */
function textOf(rows: readonly string[]): string {
  const plain = rows
    .filter((row) => !/^\s*[╭╰]?─{3,}[╮╯]?$/.test(row))
    .map((row) => row.replace(/^│ ?/, '').replace(/\s*│$/, ''));
  return plain
    .map((row) => row.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function toolOf(text: string, title: string): string | undefined {
  if (/^Do you want to run this command\?$/m.test(text)) return 'shell';
  if (/^Do you want to (?:create|edit|delete|move|rename|write) /m.test(text)) return 'write';
  if (/^Do you want to use this tool\?$/m.test(text)) return title;
  return /^Do you want to allow this/m.test(text) ? title : undefined;
}
