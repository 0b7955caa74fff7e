import type { Question } from '@cao/contracts';

const OPTION = /^ (❯| ) (\d+)\. (.*)$/;
const RULE = /^─{3,}$/;

/** The list of options at the bottom, with the text between the rule and the list. */
export function questionOf(above: readonly string[]): Question | undefined {
  const end = above.findLastIndex((line) => line !== '');
  let start = end + 1;
  while (OPTION.test(above[start - 1] ?? '')) start -= 1;
  if (start > end) return undefined;
  const options = above.slice(start, end + 1).map((line) => {
    const [, mark, key = '', label = ''] = OPTION.exec(line) ?? [];
    return { key, label, ...(mark === '❯' ? { selected: true } : {}) };
  });
  const from = above.slice(0, start).findLastIndex((line) => RULE.test(line)) + 1;
  const text = above
    .slice(from, start)
    .map((line) => line.trim())
    .join('\n')
    .trim();
  return { kind: 'permission', text, options };
}
