import type { ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { readActivity } from './activity.ts';
import { findComposer } from './composer.ts';
import { findDialog } from './dialog.ts';
import { isBlank, mainRows } from './rows.ts';
import { startDialog } from './start-dialogs.ts';

/**
 * Reads a settled screen from its bottom: either the input box is there, and what stands next to it tells the state, or a
 * dialog has taken its place. Words further up are an answer's and mean nothing.
 */
export function readScreen(screen: ScreenSnapshot): ScreenReading {
  const rows = mainRows(screen);
  if (rows.every(isBlank)) return { state: 'starting', rule: 'empty screen' };
  if (hasLeft(rows)) return { state: 'unknown', rule: 'the program has left' };
  const composer = findComposer(rows, screen);
  if (composer !== undefined) return { ...readActivity(rows, composer), composer: composer.text };
  const dialog = findDialog(rows);
  if (dialog === undefined) return { state: 'unknown', rule: 'neither input box nor dialog' };
  const start = startDialog(dialog);
  return {
    state: 'waiting',
    rule: start === undefined ? `dialog: ${dialog.heading.slice(0, 60)}` : `start-up dialog ${start.id}`,
    question: dialog.question,
    ...(start === undefined ? {} : { dialog: start }),
  };
}

/** Its last words, below the input box that it leaves on the screen. */
function hasLeft(rows: readonly string[]): boolean {
  const last = rows.findLastIndex((line) => !isBlank(line));
  return rows.slice(Math.max(0, last - 2), last + 1).some((line) => line.startsWith('Resume this session with:'));
}
