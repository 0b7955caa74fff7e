/** What of one event has been sent already, for an event that comes again after a part of it failed. */
export interface Parts {
  /** Sends the parts that were not sent yet, in order. */
  send(eventId: number, parts: readonly string[], one: (part: string, index: number) => Promise<void>): Promise<void>;
}

/** Events come one at a time and in order, so it is enough to remember the last. */
export function createParts(): Parts {
  let current = { eventId: -1, sent: 0 };
  return {
    async send(eventId, parts, one) {
      if (current.eventId !== eventId) current = { eventId, sent: 0 };
      for (let index = current.sent; index < parts.length; index += 1) {
        await one(parts[index] ?? '', index);
        current.sent = index + 1;
      }
    },
  };
}
