import { createParts, deliver, markdownOf, maxParts, noticeHooks, noticeOptions, webAddress } from '@cao/plugin-kit';
import { definePlugin } from '@cao/plugin-sdk';
import { z } from 'zod';
import { messageOf, partsOf, wasTaken } from './message.ts';

const Options = z.strictObject({ url: webAddress, ...noticeOptions, max_parts: maxParts });
type Options = z.infer<typeof Options>;

/** One second to a minute apart, or as long as Slack wants. */
const ATTEMPTS = 12;

/** Posts to a channel of Slack what a person wants to be told. */
export function plugin({ now = Date.now }: { now?: () => number } = {}) {
  const parts = createParts();

  return definePlugin({
    name: 'slack',
    options: Options,
    durable: { attempts: ATTEMPTS },
    hooks: noticeHooks<Options>(now, (notice, { options, logger, signal }) => {
      const { eventId } = notice;
      return parts.send(partsOf(markdownOf(notice), options.max_parts), {
        eventId,
        signal,
        async one(part) {
          const headers = { 'content-type': 'application/json' };
          const body = messageOf(part, notice);
          const answer = await deliver({ url: options.url, headers, body }, { logger, signal, eventId });
          if (answer === undefined) return 'refused';
          if (wasTaken(answer.text)) return undefined;
          logger.warn('not sent', { event_id: eventId, error: 'the answer is none of Slack: check the address' });
          return 'refused';
        },
      });
    }),
  });
}
