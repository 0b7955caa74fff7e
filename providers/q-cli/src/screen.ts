import type { Question } from '@cao/contracts';
import type { ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';

/** `[agent] !> text`, with a percentage, a lambda and more in between. Answers begin with a bare `>`. */
export const PROMPT = /^\[[^\]]+\] (?:\d+(?:\.\d+)?% )?(?:λ )?(?:↯ )?!?> ?(.*)$/u;
const ALLOW = /^Allow this action\?/;
const LETTERS = /\[y\/n\/t\]:\s*$/;
const SPINNER = /^[\u2800-\u28FF] \S/u;
const BANNER = /\/help all commands|\bmcp servers? initialized\b|\bloaded in \d/i;
const TROUBLE = /^Amazon Q is having trouble responding right now\b.*$/;
const OVER = /^\s*[✓✗] \d+ of \d+ hooks finished/u;
/** How much of what a tool is about to do belongs into the question. */
const MAX_DETAIL = 20;

/** Lines that come and go like in a shell: only a prompt that is the last thing, with the cursor in it, takes input. */
export function readScreen({ lines, cursor }: ScreenSnapshot): ScreenReading {
  const last = lines.findLastIndex((line) => !isBlank(line));
  if (last < 0) return { state: 'starting', rule: 'empty screen' };
  const row = lines.findLastIndex((line) => PROMPT.test(line));
  if (row < 0) {
    const booting = lines.some((line) => BANNER.test(line));
    return booting ? { state: 'starting', rule: 'banner without a prompt' } : { state: 'unknown', rule: 'no prompt' };
  }
  const open = cursor.visible && cursor.row >= row && cursor.row >= last;
  if (!open) {
    const spins = SPINNER.test(lines[last] ?? '');
    return { state: 'busy', rule: spins ? 'spinner' : 'no prompt at the end' };
  }
  const composer = [PROMPT.exec(lines[row] ?? '')?.[1] ?? '', ...lines.slice(row + 1, last + 1)].join('\n').trim();
  const previous = lines.findLastIndex((line, at) => at < row && PROMPT.test(line));
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

/** An answer is complete when hooks have run below it. What it says itself proves nothing. */
function outcomeOf(rows: readonly string[]): Pick<ScreenReading, 'outcome'> {
  const arrow = rows.findLastIndex((line) => line.startsWith('> '));
  if (arrow >= 0 && rows.slice(arrow).some((line) => OVER.test(line))) return { outcome: { type: 'completed' } };
  const error = rows.find((line) => TROUBLE.test(line));
  if (error !== undefined) return { outcome: { type: 'failed', error: error.trim() } };
  return rows.some((line) => /\^C\s*$/.test(line)) ? { outcome: { type: 'interrupted' } } : {};
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}
