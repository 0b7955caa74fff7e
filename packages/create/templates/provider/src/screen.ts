import type { ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { dialogOf } from './dialogs.ts';
import { questionOf } from './question.ts';

/** The one line that only the program draws: what stands above it may be an answer that quotes anything. */
const FOOTER = /^ {2}mock_cli · (ready|working|waiting|trust)(?: ·|$)/;

/** Says what a settled screen shows; `unknown` is a good answer, a wrong guess is not. */
export function readScreen({ lines }: ScreenSnapshot): ScreenReading {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  if (last === -1) return { state: 'starting', rule: 'empty screen' };
  const above = lines.slice(0, last);
  switch (FOOTER.exec(lines[last] ?? '')?.[1]) {
    case 'ready':
      return { state: 'ready', rule: 'footer says ready', ...composerOf(above) };
    case 'working':
      return { state: 'busy', rule: 'footer says working', ...composerOf(above) };
    case 'waiting':
    case 'trust':
      return waiting(above);
    default:
      return { state: 'unknown', rule: 'no footer' };
  }
}

function waiting(above: readonly string[]): ScreenReading {
  const question = questionOf(above);
  if (question === undefined) return { state: 'waiting', rule: 'footer says waiting' };
  const dialog = dialogOf(question);
  if (dialog === undefined) return { state: 'waiting', rule: 'footer says waiting', question };
  return { state: 'waiting', rule: `dialog ${dialog.id}`, question: { ...question, kind: 'dialog' }, dialog };
}

/** What lies in the input box: CAO types only into an empty one. */
function composerOf(above: readonly string[]): Pick<ScreenReading, 'composer'> {
  const top = above.findLastIndex((line) => line.startsWith('╭─'));
  const bottom = above.findLastIndex((line) => line.startsWith('╰─'));
  if (top === -1 || bottom !== above.length - 1) return {};
  const rows = above.slice(top + 1, bottom).map((row) => row.replace(/^│ [❯ ] ?/, '').replace(/ *│$/, ''));
  return { composer: rows.join('\n').trimEnd() };
}
