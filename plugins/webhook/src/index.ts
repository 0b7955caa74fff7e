import { deliver } from '@cao/plugin-kit';
import { EventType, definePlugin, type HookContext, type Hooks, type PluginEvent } from '@cao/plugin-sdk';
import { bodyOf } from './body.ts';
import { Options } from './options.ts';
import { keyOf, signatureHeaders } from './sign.ts';

/** One second to a minute apart: six minutes in all, or as long as the receiver asks for. Then the next event has its turn. */
const ATTEMPTS = 12;

/** Posts every event to a URL, one after another: the next when the last was taken. */
export function plugin({ now = Date.now }: { now?: () => number } = {}) {
  async function send(event: PluginEvent, { options, signal, logger }: HookContext<Options>): Promise<void> {
    const { url, secret, events, headers } = options;
    if (events !== undefined && !events.includes(event.type)) return;
    const body = bodyOf(event);
    const signed =
      secret === undefined ? {} : signatureHeaders(keyOf(secret), `cao-${event.id}`, Math.floor(now() / 1000), body);
    await deliver(
      { url, body, headers: { ...headers, 'content-type': 'application/json', ...signed } },
      { signal, logger, eventId: event.id },
    );
  }

  return definePlugin({
    name: 'webhook',
    options: Options,
    durable: { attempts: ATTEMPTS },
    setup({ options, logger }) {
      if (options.secret === undefined) logger.warn('requests are not signed: set the option "secret"');
    },
    hooks: Object.fromEntries(EventType.options.map((type) => [type, send])) as Hooks<Options>,
  });
}
