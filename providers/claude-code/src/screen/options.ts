import type { Question } from '@cao/contracts';

export type Option = Question['options'][number];

const NUMBERED = /^\s*(❯\s*)?(\d{1,2})\.\s*(\S.*)$/u;
const POINTED = /^(\s*)❯ (.*\S)\s*$/u;
/** Marks the choice that is in force already. */
const IN_FORCE = /^✔ | ✔$/u;

/** The choices of a dialog: the lowest run of numbers from 1 up with the pointer at one, else the rows around the pointer. */
export function readOptions(body: readonly string[]): { options: Option[]; start: number } {
  return numbered(body) ?? pointed(body) ?? { options: [], start: body.length };
}

function numbered(body: readonly string[]): { options: Option[]; start: number } | undefined {
  const options: Option[] = [];
  let wanted: number | undefined;
  for (let row = body.length - 1; row >= 0; row -= 1) {
    const [, pointer, number, label] = NUMBERED.exec(body[row] ?? '') ?? [];
    if (number === undefined || label === undefined) continue;
    if (wanted !== undefined && Number(number) !== wanted) continue;
    options.unshift(option(number, label + continued(body, row), pointer !== undefined));
    if (number === '1') return options.some(({ selected }) => selected) ? { options, start: row } : undefined;
    wanted = Number(number) - 1;
  }
  return undefined;
}

/** What follows of a choice on rows of its own: the rest of a long one, or what it means. */
function continued(body: readonly string[], row: number): string {
  const line = body[row] ?? '';
  const column = line.search(/\d\.\s*\S/) + (/\d\.\s*/.exec(line)?.[0].length ?? 0);
  if (line.slice(column).startsWith('[')) return '';
  const words: string[] = [];
  for (const next of body.slice(row + 1)) {
    if (indentOf(next) < column || NUMBERED.test(next)) break;
    words.push(next.trim());
  }
  return words.length === 0 ? '' : ` ${words.join(' ')}`;
}

/** Newer dialogs have no numbers; places stand in for them. */
function pointed(body: readonly string[]): { options: Option[]; start: number } | undefined {
  const at = body.findLastIndex((line) => POINTED.test(line));
  const indent = (POINTED.exec(body[at] ?? '')?.[1]?.length ?? 0) + 2;
  if (at < 0) return undefined;
  const sibling = (line: string | undefined) => /^ *\S/.test(line ?? '') && Math.abs(indentOf(line) - indent - 1) <= 1;
  let [first, last] = [at, at];
  while (sibling(body[first - 1])) first -= 1;
  while (sibling(body[last + 1])) last += 1;
  // Boxes are set with the space bar and confirmed in more than one way; only a person can see how.
  if (first === last || /^\s*❯ \[.\] /u.test(body[at] ?? '')) return undefined;
  const rows = body.slice(first, last + 1);
  const options = rows.map((line, index) =>
    option(String(index + 1), line.replace('❯', ' ').trim(), first + index === at),
  );
  return { options, start: first };
}

function option(key: string, label: string, selected: boolean): Option {
  return { key, label: label.trim().replace(IN_FORCE, ''), ...(selected ? { selected } : {}) };
}

function indentOf(line: string | undefined): number {
  return (line ?? '').search(/\S/);
}
