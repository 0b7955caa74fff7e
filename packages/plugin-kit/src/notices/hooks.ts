import type { HookContext, Hooks, PluginEvent } from '@cao/plugin-sdk';
import type { Notice } from './notice.ts';
import { NOTICE_EVENTS, type Notices } from './notices.ts';

/**
 * Hooks that turn events into notices and give those to `tell`. `notices` is asked for with each event, since a plugin knows its
 * options only after its set-up.
 */
export function noticeHooks<Options>(
  notices: () => Notices,
  tell: (notice: Notice, context: HookContext<Options>) => Promise<void>,
): Hooks<Options> {
  async function hook(event: PluginEvent<(typeof NOTICE_EVENTS)[number]>, context: HookContext<Options>): Promise<void> {
    const notice = await notices().of(event, context);
    if (notice !== undefined) await tell(notice, context);
  }
  return Object.fromEntries(NOTICE_EVENTS.map((type) => [type, hook])) as Hooks<Options>;
}
