import type { Question } from '@cao/contracts';

type Option = Question['options'][number];

/** The choices of a panel and the rows above them. */
export interface Choices {
  readonly options: readonly Option[];
  readonly above: readonly string[];
}

const NUMBERED = /^\s+(?:(▶) )?(\d)\. (.+)$/;
const BRACKETED = /^\s+(?:(→) )?\[(\d)\] (.+)$/;
const BOXED = /^\s+(?:(→) )?\[([ ✓✔xX●])\] (.+)$/u;

/** `▶ 1. Approve once`, `→ [1] Red` with a description below, or `[ ] Red` where several may be chosen. */
export function readChoices(panel: readonly string[]): Choices {
  return numbered(panel, NUMBERED) ?? numbered(panel, BRACKETED) ?? boxed(panel) ?? { options: [], above: panel };
}

/** Numbered from 1 without a gap, up to the end of the panel: numbers in the text above belong to the text. */
function numbered(panel: readonly string[], pattern: RegExp): Choices | undefined {
  const rows = panel.flatMap((line, row) => {
    const [, mark, key = '', label = ''] = pattern.exec(line) ?? [];
    return key === '' ? [] : [{ row, key, label, mark }];
  });
  const first = rows.findLastIndex(({ key }) => key === '1');
  const found = rows.slice(first);
  if (first < 0 || !found.every(({ key }, index) => key === String(index + 1))) return undefined;
  const options = found.map(({ key, label, mark, row }) => optionOf(panel, { key, label, mark, row }));
  return { options, above: panel.slice(0, found[0]?.row) };
}

function boxed(panel: readonly string[]): Choices | undefined {
  const rows = panel.flatMap((line, row) => {
    const [, mark, box, label = ''] = BOXED.exec(line) ?? [];
    return box === undefined ? [] : [{ row, mark, label: `[${box}] ${label}` }];
  });
  if (rows.length === 0) return undefined;
  const options = rows.map(({ row, mark, label }, index) =>
    optionOf(panel, { key: String(index + 1), label, mark, row }),
  );
  return { options, above: panel.slice(0, rows[0]?.row) };
}

function optionOf(
  panel: readonly string[],
  { key, label, mark, row }: { key: string; label: string; mark: string | undefined; row: number },
): Option {
  const below = panel[row + 1] ?? '';
  const description = /^ {9}\S/.test(below) ? `: ${below.trim()}` : '';
  return { key, label: label.trim() + description, ...(mark === undefined ? {} : { selected: true }) };
}
