import type { ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { readComposer } from './composer.ts';
import { findMenu } from './menu.ts';
import { readOldScreen } from './old-prompt.ts';
import { isBlank } from './rows.ts';
import { startDialog } from './start-dialogs.ts';

/** Reads a settled screen from its bottom, where only the program itself draws: a menu, the input box, or the old prompt. */
export function readScreen(screen: ScreenSnapshot): ScreenReading {
  const { lines } = screen;
  if (lines.every(isBlank)) return { state: 'starting', rule: 'empty screen' };
  const menu = findMenu(lines);
  if (menu !== undefined) {
    const dialog = startDialog(menu, lines);
    if (menu.options.length === 0) return { state: 'waiting', rule: 'a panel has the keyboard' };
    const kind = dialog ? 'dialog' : menu.tool === undefined ? 'choice' : 'permission';
    const tool = menu.tool === undefined ? {} : { tool: menu.tool };
    return {
      state: 'waiting',
      rule: dialog ? `start-up dialog ${dialog.id}` : 'menu',
      question: { kind, text: menu.text, options: [...menu.options], ...tool },
      ...(dialog === undefined ? {} : { dialog }),
    };
  }
  return readComposer(lines) ?? readOldScreen(screen) ?? { state: 'unknown', rule: 'neither menu nor prompt' };
}
