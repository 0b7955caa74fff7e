import type { Question } from '@cao/contracts';
import type { InputStep, ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';

/** The last row, which only the program itself draws: everything above it may be text of an answer. */
const FOOTER = /^ {2}mock_cli · (ready|working|waiting|trust)(?: ·|…|$)/;
const OPTION = /^ (❯| ) (\d+)\. (.*)$/;
const RULE = /^─{3,}$/;
const TRUST_ANSWER = /^Yes\b/;

const ENTER: InputStep = { type: 'key', key: 'Enter' };
const DOWN: InputStep = { type: 'key', key: 'Down' };

export function readScreen(screen: ScreenSnapshot): ScreenReading {
  const { lines } = screen;
  const last = lines.findLastIndex((line) => line.trim() !== '');
  if (last === -1) return { state: 'starting', rule: 'empty screen' };
  const state = FOOTER.exec(lines[last] ?? '')?.[1];
  const above = lines.slice(0, last);
  if (state === 'working') return { state: 'busy', rule: 'footer says working', ...composerOf(above) };
  if (state === 'waiting') return waiting(above);
  if (state === 'trust') return trust(above);
  if (state !== 'ready') return { state: 'unknown', rule: 'no footer' };
  return { state: 'ready', rule: 'footer says ready', ...composerOf(above), ...outcomeOf(above) };
}

function waiting(above: readonly string[]): ScreenReading {
  const question = menuOf(above) ?? freeQuestionOf(above);
  return { state: 'waiting', rule: 'footer says waiting', ...(question === undefined ? {} : { question }) };
}

/** The highlighted choice is the refusal: walk away from it first, confirm only what is seen to be selected. */
function trust(above: readonly string[]): ScreenReading {
  const question = menuOf(above);
  const selected = question?.options.find((option) => option.selected === true);
  const trusts = question?.options.some((option) => TRUST_ANSWER.test(option.label)) ?? false;
  if (question === undefined || selected === undefined || !trusts) {
    return { state: 'waiting', rule: 'unknown start-up dialog', ...(question === undefined ? {} : { question }) };
  }
  const steps = TRUST_ANSWER.test(selected.label) ? [ENTER] : [DOWN];
  return {
    state: 'waiting',
    rule: 'trust dialog',
    question: { ...question, kind: 'dialog' },
    dialog: { id: 'trust', steps },
  };
}

function menuOf(above: readonly string[]): Question | undefined {
  const end = above.findLastIndex((line) => OPTION.test(line));
  let start = end;
  while (start > 0 && OPTION.test(above[start - 1] ?? '')) start -= 1;
  if (end === -1 || above.slice(end + 1).some((line) => line !== '')) return undefined;
  const options = above.slice(start, end + 1).map((line) => {
    const [, mark, key = '', label = ''] = OPTION.exec(line) ?? [];
    return { key, label, ...(mark === '❯' ? { selected: true } : {}) };
  });
  return { kind: 'permission', text: textAbove(above.slice(0, start)), options };
}

function freeQuestionOf(above: readonly string[]): Question | undefined {
  const top = boxOf(above)?.top;
  return top === undefined ? undefined : { kind: 'text', text: textAbove(above.slice(0, top)), options: [] };
}

/** Lines between the last rule and the end, without the margin. */
function textAbove(lines: readonly string[]): string {
  const from = lines.findLastIndex((line) => RULE.test(line)) + 1;
  return lines
    .slice(from)
    .map((line) => line.replace(/^ /, ''))
    .join('\n')
    .trim();
}

function boxOf(above: readonly string[]): { readonly top: number; readonly rows: readonly string[] } | undefined {
  if (!(above.at(-1) ?? '').startsWith('╰─')) return undefined;
  const top = above.findLastIndex((line) => line.startsWith('╭─'));
  return top === -1 ? undefined : { top, rows: above.slice(top + 1, -1) };
}

function composerOf(above: readonly string[]): { composer?: string } {
  const box = boxOf(above);
  if (box === undefined) return {};
  const rows = box.rows.map((row) => row.replace(/^│ [❯ ] ?/, '').replace(/ *│$/, ''));
  return { composer: rows.join('\n').trimEnd() };
}

/** The last line above the box, notes aside: the program always puts its mark there. */
function outcomeOf(above: readonly string[]): Pick<ScreenReading, 'outcome'> {
  const top = boxOf(above)?.top;
  const mark =
    top === undefined ? '' : (above.slice(0, top).findLast((line) => line !== '' && !line.startsWith('→ ')) ?? '');
  if (/^✻ Done in \d+s$/.test(mark)) return { outcome: { type: 'completed' } };
  if (mark.startsWith('⎿ Interrupted ·')) return { outcome: { type: 'interrupted' } };
  const error = /^✘ Error: (.*)$/.exec(mark)?.[1];
  return error === undefined ? {} : { outcome: { type: 'failed', error } };
}
