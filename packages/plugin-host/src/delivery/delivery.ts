import type { PluginEvent } from '@cao/plugin-sdk';
import type { FrozenEvent } from './frozen-event.ts';

/** What the sender of events has of each plugin: somewhere to put them. */
export interface Delivery {
  /** Never waits and never throws. `event` makes the copy that all plugins share; whoever follows the log has no use for it. */
  push(event: () => FrozenEvent): void;
  /** Resolves when everything is taken and the plugin at rest, at the latest after `ms`. Nothing is taken afterwards. */
  drain(ms: number): Promise<void>;
  counters(): DeliveryCounters;
}

export interface DeliveryCounters {
  /** Events the plugin has not seen yet. */
  readonly waiting: number;
  /** Events whose hook was called and ended well. */
  readonly delivered: number;
  /** Events it never sees: the queue was full, or the server stopped. */
  readonly dropped: number;
  /** Events of a durable plugin that failed as often as it wants to try. */
  readonly skipped: number;
  /** The last event it was done with; null before the first. */
  readonly lastEventId: number | null;
}

/** Calls the hook of an event; resolves with what went wrong, never rejects. */
export type Deliver = (event: PluginEvent) => Promise<HookFailure | undefined>;

export interface HookFailure {
  readonly message: string;
  /** When the plugin wants to be tried again, in milliseconds from now. */
  readonly retryAfterMs: number | undefined;
}

/** After so many events everybody else gets a turn, since hooks that wait for nothing would keep the event loop for themselves. */
export const EVENTS_PER_TURN = 16;

/** Lets what else is due run first. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
