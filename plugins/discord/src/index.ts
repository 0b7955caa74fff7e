import { createParts, deliver, markdownOf, maxParts, noticeHooks, noticeOptions, webAddress } from '@cao/plugin-kit';
import { definePlugin } from '@cao/plugin-sdk';
import { z } from 'zod';
import { messageOf, partsOf, pauseOf, wasTaken } from './message.ts';

const Options = z.strictObject({ url: webAddress, ...noticeOptions, max_parts: maxParts });
type Options = z.infer<typeof Options>;

/** One second to a minute apart, or as long as Discord wants. */
const ATTEMPTS = 12;

/** Posts to a channel of Discord what a person wants to be told, in the name of the agent it is about. */
export function plugin({ now = Date.now }: { now?: () => number } = {}) {
  const parts = createParts();

  return definePlugin({
    name: 'discord',
    options: Options,
    durable: { attempts: ATTEMPTS },
    hooks: noticeHooks<Options>(now, (notice, { options, logger, signal }) => {
      const { eventId, agent } = notice;
      const url = new URL(options.url);
      // Answered when the message is there, and with it.
      url.searchParams.set('wait', 'true');
      return parts.send(partsOf(markdownOf(notice), options.max_parts), {
        eventId,
        signal,
        async one(part) {
          const headers = { 'content-type': 'application/json' };
          const body = messageOf(part, agent);
          const answer = await deliver({ url: url.href, headers, body }, { logger, signal, eventId });
          if (answer === undefined) return 'refused';
          if (wasTaken(answer.text)) return pauseOf(answer.headers);
          logger.warn('not sent', { event_id: eventId, error: 'the answer is none of Discord: check the address' });
          return 'refused';
        },
      });
    }),
  });
}
