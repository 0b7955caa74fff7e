import type { Question } from '@cao/contracts';

/** A box at the bottom that has the keyboard; the composer is not drawn meanwhile. */
export interface Dialog {
  readonly question: Question;
  /** All of its text, choices included. */
  readonly whole: string;
}

const TOP = /^ ?╭─/;
const BOTTOM = /^ ?╰─/;
const SIDE = /^ ?│ ?/;
const OPTION = /^\s*(?:([●❯>])\s+)?(\d{1,2})\.\s+(\S.*)$/u;
/** What asks for a key where nothing can be chosen by number. */
const KEY_HINT = /\b(press|use) \S+|\b(enter|esc|tab) to \w+/i;
const PERMISSION = /^(Allow execution\b|Apply this change\?|Do you want to (?:proceed|continue)\?)/m;

/** The lowest box, when nothing of the conversation stands below it and it asks for something. */
export function findDialog(lines: readonly string[]): Dialog | undefined {
  const bottom = lines.findLastIndex((line) => BOTTOM.test(line));
  if (bottom < 0 || lines.slice(bottom + 1).some((line) => /^[✦✕ℹ⚠]/u.test(line))) return undefined;
  const rows = inside(lines, bottom);
  // What the question is about may have numbered lines too.
  const first = rows.findLastIndex((row) => OPTION.exec(row)?.[2] === '1');
  const options = first < 0 ? [] : optionsIn(rows.slice(first));
  const chosen = options.some(({ selected }) => selected === true);
  if (!chosen && !rows.slice(-4).some((row) => KEY_HINT.test(row))) return undefined;
  const text = told(chosen ? rows.slice(0, first) : rows);
  return { question: questionOf(text, chosen ? options : []), whole: told(rows) };
}

/** The rows of a box without its sides. Boxes in it have sides of their own. */
function inside(lines: readonly string[], bottom: number): readonly string[] {
  let top = bottom - 1;
  while (top >= 0 && !TOP.test(lines[top] ?? '') && SIDE.test(lines[top] ?? '')) top -= 1;
  return lines.slice(top + 1, bottom).map((line) => line.replace(SIDE, '').replace(/\s*│\s*$/, ''));
}

function optionsIn(rows: readonly string[]): Question['options'] {
  return rows.flatMap((row) => {
    const [, mark, key, label] = OPTION.exec(row) ?? [];
    if (key === undefined || label === undefined) return [];
    return [{ key, label: label.trim(), ...(mark === undefined ? {} : { selected: true }) }];
  });
}

/** The words before the choices, without the lines that only draw. */
function told(rows: readonly string[]): string {
  return rows
    .map((row) =>
      row
        .replace(/^[╭╰]─+[╮╯]?\s*$/, '')
        .replace(/^│ ?(.*?)\s*│?$/, '$1')
        .trimEnd(),
    )
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function questionOf(text: string, options: Question['options']): Question {
  const tool = /^(?:Action Required\s+)?\? {1,2}(\S+)/.exec(text)?.[1];
  if (PERMISSION.test(text) && options.length > 0) {
    return { kind: 'permission', text, options, ...(tool === undefined ? {} : { tool }) };
  }
  const asked = tool !== undefined || text.startsWith('Answer Questions');
  return { kind: asked && options.length > 0 ? 'choice' : 'dialog', text, options };
}
