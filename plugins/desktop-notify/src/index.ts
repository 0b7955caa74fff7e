import { noticeHooks, noticeOptions, plainText, shorten, titleOf, type Notice } from '@cao/plugin-kit';
import { definePlugin } from '@cao/plugin-sdk';
import { z } from 'zod';
import { createNotifier, type Notifier } from './notifier.ts';
import { toolsOf, type Words } from './tools.ts';

const Options = z.strictObject(noticeOptions);
type Options = z.infer<typeof Options>;

/** Desktops show two to four lines. */
const MAX_TITLE = 80;
const MAX_TEXT = 240;
/** Every tool returns at once when all is well; without a desktop some wait for it. */
const LIMIT_MS = 5000;

export interface DesktopDeps {
  readonly now?: () => number;
  readonly platform?: string;
  readonly bell?: () => void;
  readonly limitMs?: number;
}

/** Shows on the desktop of the machine the server runs on what a person wants to be told. */
export function plugin(deps: DesktopDeps = {}) {
  const { now = Date.now, platform = process.platform, bell = ringTerminal, limitMs = LIMIT_MS } = deps;
  let notifier: Notifier | undefined;

  return definePlugin({
    name: 'desktop-notify',
    options: Options,
    setup({ logger }) {
      notifier = createNotifier({ tools: toolsOf(platform), bell, logger, limitMs });
    },
    teardown: () => notifier?.close(),
    hooks: noticeHooks<Options>(now, (notice) => notifier?.show(wordsOf(notice))),
  });
}

function wordsOf(notice: Notice): Words {
  const { text, options, command, kind } = notice;
  // What is asked is short; of a reply the beginning tells enough.
  const choices = options.map(({ key, label }) => `${key}. ${label}`).join('  ');
  const lines = [shorten(plainText(text).trim(), MAX_TEXT), shorten(plainText(choices), MAX_TEXT), command ?? ''];
  return {
    title: shorten(titleOf(notice), MAX_TITLE),
    text: lines.filter((line) => line !== '').join('\n'),
    urgent: kind === 'needs_you',
  };
}

/** Does nothing for a server that has no terminal. */
function ringTerminal(): void {
  if (process.stderr.isTTY) process.stderr.write('\u0007');
}
