import type { HookContext, Hooks, PluginEvent } from '@cao/plugin-sdk';
import type { Notice } from './notice.ts';
import { createNotices, NOTICE_EVENTS, type NoticesOptions } from './notices.ts';

/** Hooks of a plugin that has `noticeOptions`: what a person wants to be told goes to `tell`. */
export function noticeHooks<Options extends NoticesOptions>(
  now: () => number,
  tell: (notice: Notice, context: HookContext<Options>) => void | Promise<void>,
): Hooks<Options> {
  const notices = createNotices(now);
  async function hook(
    event: PluginEvent<(typeof NOTICE_EVENTS)[number]>,
    context: HookContext<Options>,
  ): Promise<void> {
    const notice = await notices.of(event, context);
    if (notice !== undefined) await tell(notice, context);
  }
  return Object.fromEntries(NOTICE_EVENTS.map((type) => [type, hook])) as Hooks<Options>;
}
