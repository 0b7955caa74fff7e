import { EVENTS_PER_TURN, nextTurn, type Deliver, type Delivery } from './delivery.ts';
import type { FrozenEvent } from './frozen-event.ts';

export interface QueueLimits {
  /** Events that wait. */
  readonly queueLength: number;
  /** Characters of text in events that wait: one message may have a million. */
  readonly queueText: number;
}

/** A first-in first-out line of bounded length in memory. When it is full the oldest are dropped. */
export function createLiveQueue(limits: QueueLimits, deliver: Deliver, onDrop: (dropped: number) => void): Delivery {
  const waiting = new Map<number, FrozenEvent>();
  let next = 0;
  let text = 0;
  let dropped = 0;
  let delivered = 0;
  let lastEventId: number | null = null;
  let closed = false;
  let running: Promise<void> | undefined;

  /** The first of the line; a map keeps the order and gives up its head at once, however long it is. */
  function take(): FrozenEvent | undefined {
    for (const [key, first] of waiting) {
      waiting.delete(key);
      text -= first.textLength;
      return first;
    }
    return undefined;
  }

  async function run(): Promise<void> {
    // Never in the stack of whoever sends.
    await nextTurn();
    let taken = 0;
    for (let item = take(); item !== undefined; item = take()) {
      const failure = await deliver(item.copy);
      if (failure === undefined) delivered += 1;
      lastEventId = item.copy.id;
      taken += 1;
      if (taken % EVENTS_PER_TURN === 0) await nextTurn();
    }
    running = undefined;
  }

  function drop(count: number): void {
    dropped += count;
    onDrop(dropped);
  }

  return {
    push(event) {
      if (closed) return;
      const frozen = event();
      waiting.set(next, frozen);
      next += 1;
      text += frozen.textLength;
      while (waiting.size > limits.queueLength || (text > limits.queueText && waiting.size > 1)) {
        take();
        drop(1);
      }
      running ??= run();
    },
    async drain(ms) {
      closed = true;
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([running, limit]);
      clearTimeout(timer);
      const left = waiting.size;
      waiting.clear();
      text = 0;
      if (left > 0) drop(left);
    },
    counters: () => ({ waiting: waiting.size, delivered, dropped, skipped: 0, lastEventId }),
  };
}
