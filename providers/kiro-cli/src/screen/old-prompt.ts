import type { Question } from '@cao/contracts';
import type { ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { isBlank, lastText } from './rows.ts';

/** `[agent] 16% λ !> text`: the prompt of the old interface. Answers begin with a bare `>`. */
export const OLD_PROMPT = /^\[[^\]]+\] (?:\d+(?:\.\d+)?% )?(?:λ )?(?:↯ )?!?> ?(.*)$/u;
const ALLOW = /^Allow this action\?/;
const LETTERS = /\[y\/n\/t\]:\s*$/;
const SPINNER = /^[\u2800-\u28FF] \S/u;
const BANNER = /\/help all commands|\bmcp servers? initialized\b|\bloaded in \d/i;
const TROUBLE = /^Kiro is having trouble responding right now\b.*$/;
const OVER = /^\s*(?:[✓✗] \d+ of \d+ hooks finished|▸ Credits: )/u;
/** How much of what a tool is about to do belongs into the question. */
const MAX_DETAIL = 20;

/** Lines that come and go like in a shell: only a prompt that is the last thing, with the cursor in it, takes input. */
export function readOldScreen({ lines, cursor }: ScreenSnapshot): ScreenReading | undefined {
  const last = lastText(lines);
  const row = lines.findLastIndex((line) => OLD_PROMPT.test(line));
  if (row < 0) {
    const booting = lines.some((line) => BANNER.test(line));
    return booting ? { state: 'starting', rule: 'banner without a prompt' } : undefined;
  }
  const open = cursor.visible && cursor.row >= row && cursor.row >= last;
  if (!open) {
    const spins = SPINNER.test(lines[last] ?? '');
    return { state: 'busy', rule: spins ? 'spinner' : 'no prompt at the end' };
  }
  const composer = [OLD_PROMPT.exec(lines[row] ?? '')?.[1] ?? '', ...lines.slice(row + 1, last + 1)].join('\n').trim();
  const previous = lines.findLastIndex((line, at) => at < row && OLD_PROMPT.test(line));
  const between = lines.slice(previous + 1, row);
  const question = questionOf(between);
  if (question !== undefined) return { state: 'waiting', rule: 'Allow this action?', question };
  return { state: 'ready', rule: 'prompt', composer, ...outcomeOf(between) };
}

/** Exactly one prompt stands below an open question; with another one it has been answered. */
function questionOf(rows: readonly string[]): Question | undefined {
  const row = rows.findLastIndex((line) => ALLOW.test(line));
  const asked = rows.slice(row).join(' ').replace(/\s+/g, ' ').trim();
  if (row < 0 || !LETTERS.test(asked)) return undefined;
  const start = rows.findLastIndex((line, at) => at < row && /^\s*🛠/u.test(line));
  const detail = start < 0 ? [] : rows.slice(start, row).filter((line) => !isBlank(line));
  return {
    kind: 'permission',
    text: [...detail.slice(0, MAX_DETAIL), asked].map((line) => line.trim()).join('\n'),
    options: [
      { key: 'y', label: 'Yes' },
      { key: 'n', label: 'No' },
      { key: 't', label: 'Trust this tool for the session' },
    ],
  };
}

/** An answer is complete when hooks have run below it, or its credits are told. What it says itself proves nothing. */
function outcomeOf(rows: readonly string[]): Pick<ScreenReading, 'outcome'> {
  const arrow = rows.findLastIndex((line) => line.startsWith('> '));
  if (arrow >= 0 && rows.slice(arrow).some((line) => OVER.test(line))) return { outcome: { type: 'completed' } };
  const error = rows.find((line) => TROUBLE.test(line));
  if (error !== undefined) return { outcome: { type: 'failed', error: error.trim() } };
  return rows.some((line) => /\^C\s*$/.test(line)) ? { outcome: { type: 'interrupted' } } : {};
}
