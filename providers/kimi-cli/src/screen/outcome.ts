import type { ScreenReading } from '@cao/provider-sdk';

const ERROR = /^ {3}Error: \[[\w.]+\] (.*)$/;
const ADVICE = /^ {3}If this persists, run /;

/** The mark that ended the last turn. It stands last, in rows of its own; an answer that quotes one goes on or has words before it. */
export function outcomeOf(turn: readonly string[]): ScreenReading['outcome'] {
  const end = turn.findLastIndex((line) => line !== '') + 1;
  const last = turn[end - 1] ?? '';
  if (last === '   Interrupted by user') return { type: 'interrupted' };
  const start = turn.slice(0, end).findLastIndex((line) => ERROR.test(line));
  if (start < 0) return undefined;
  const rows = turn.slice(start, end);
  const advice = rows.findIndex((line) => ADVICE.test(line));
  const message = rows.slice(0, advice < 0 ? undefined : advice);
  if (advice < 0 ? start > 0 && turn[start - 1] !== '' : rows.slice(advice).includes('')) return undefined;
  const text = message.map((line) => line.trim()).join(' ');
  return { type: 'failed', error: text.replace(/^Error: \[[\w.]+\] /, '').trim() };
}
