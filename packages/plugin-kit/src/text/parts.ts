import { setTimeout as delay } from 'node:timers/promises';
import { retryLater } from '@cao/plugin-sdk';

/** Sends one part. Returns the milliseconds before the next may be sent, or that no other will be taken either. */
export type SendPart = (part: string) => Promise<number | 'refused' | undefined>;

/** What of one event has been sent already, for an event that comes again after a part of it failed. */
export interface Parts {
  /** Sends the parts that were not sent yet, in order. */
  send(parts: readonly string[], to: { eventId: number; signal: AbortSignal; one: SendPart }): Promise<void>;
}

/** A hook has ten seconds for everything, so longer pauses are the host's. */
const LONGEST_PAUSE_MS = 3000;

/** Events come one at a time and in order, so it is enough to remember the last. */
export function createParts(): Parts {
  let current = { eventId: -1, sent: 0 };
  return {
    async send(parts, { eventId, signal, one }) {
      if (current.eventId !== eventId) current = { eventId, sent: 0 };
      for (let index = current.sent; index < parts.length; index += 1) {
        const pause = await one(parts[index] ?? '');
        if (pause === 'refused') return;
        current.sent = index + 1;
        if (pause === undefined || current.sent === parts.length) continue;
        if (pause > LONGEST_PAUSE_MS) throw retryLater('the rest has to wait: the service wants a pause', pause);
        await delay(pause, undefined, { signal });
      }
    },
  };
}
