import type { ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { apiMessage } from '../rollout.ts';
import { isFaint } from './layout.ts';

/** The mark that ended the last turn, in the rows between the last prompt and the composer. */
export function outcomeOf(screen: ScreenSnapshot, composerRow: number): ScreenReading['outcome'] {
  const { lines } = screen;
  for (let row = composerRow - 1; row >= 0; row -= 1) {
    const line = lines[row] ?? '';
    if (isPrompt(screen, row)) return undefined;
    if (line.startsWith('■ Conversation interrupted')) return { type: 'interrupted' };
    if (line.startsWith('■ ')) return { type: 'failed', error: errorAt(lines, row) };
    if (isWorkedFor(screen, row)) return { type: 'completed' };
  }
  return undefined;
}

/** A turn is over, or none began: for versions whose title does not tell. */
export function looksSettled(screen: ScreenSnapshot, composerRow: number): boolean {
  if (outcomeOf(screen, composerRow) !== undefined) return true;
  const rows = Array.from({ length: composerRow }, (_, row) => row);
  const began = rows.some((row) => isPrompt(screen, row));
  return !began && rows.some((row) => />_ OpenAI Codex/.test(screen.lines[row] ?? ''));
}

function isPrompt(screen: ScreenSnapshot, row: number): boolean {
  return /^[›»❯] ?/.test(screen.lines[row] ?? '') && (screen.faint.length === 0 || isFaint(screen, row, 0));
}

/** Drawn faint, so that an answer that says the same is not taken for it. */
function isWorkedFor(screen: ScreenSnapshot, row: number): boolean {
  return /^ {2}Worked for [<\dhms ]+ • /.test(screen.lines[row] ?? '') && isFaint(screen, row, 2);
}

/** Wrapped rows follow at the first column, up to an empty one. */
function errorAt(lines: readonly string[], row: number): string {
  const end = lines.findIndex((line, at) => at > row && line === '');
  const rows = lines.slice(row, end < 0 ? undefined : end).map((line) => line.trim());
  const whole = rows.join(' ').slice(2);
  return apiMessage(whole) ?? apiMessage(rows.join('').slice(2)) ?? whole;
}
