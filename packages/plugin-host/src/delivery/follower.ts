import type { CaoEvent } from '@cao/contracts';
import type { PluginEvent } from '@cao/plugin-sdk';
import { EVENTS_PER_TURN, nextTurn, type Deliver, type Delivery, type HookFailure } from './delivery.ts';
import { frozenEvent } from './frozen-event.ts';

/** The server's log of events, and where plugins are in it. */
export interface EventSource {
  /** Events with a greater id, oldest first. */
  since(eventId: number, limit: number): readonly CaoEvent[];
  /** The highest id ever given. */
  lastId(): number;
  /** Where a plugin was when it was last kept. */
  cursor(plugin: string): number | undefined;
  keepCursor(plugin: string, eventId: number): void;
}

export interface FollowerOptions {
  readonly source: EventSource;
  readonly plugin: string;
  /** The first event is the one after this. */
  readonly after: number;
  readonly wants: (event: CaoEvent) => boolean;
  readonly deliver: Deliver;
  /** How often one event is tried. */
  readonly attempts: number;
  readonly onSkip: (event: PluginEvent, failure: HookFailure, skipped: number) => void;
  /** The log could not be read; it is tried again with the next event. */
  readonly onError: (error: unknown) => void;
}

/** Rows read at once: some hundred kilobytes at most days. */
const BATCH = 100;
/** A server that is killed repeats what a plugin did in this time. */
const KEEP_MS = 1000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const LONGEST_WISH_MS = 600_000;

/**
 * Follows the log of events instead of having a line of its own, so nothing is lost however far the plugin is behind: each event
 * is done, or given up, before the next, and where it is is kept over restarts.
 */
export function createFollower(options: FollowerOptions): Delivery {
  const { source, plugin, deliver, attempts } = options;
  let cursor = options.after;
  let kept = cursor;
  let delivered = 0;
  let skipped = 0;
  let lastEventId: number | null = null;
  let woken = false;
  let draining = false;
  let closed = false;
  let running: Promise<void> | undefined;
  let keeping: NodeJS.Timeout | undefined;
  let endPause: (() => void) | undefined;

  function keep(): void {
    clearTimeout(keeping);
    keeping = undefined;
    if (kept === cursor) return;
    source.keepCursor(plugin, cursor);
    kept = cursor;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** True when the event needs no further thought. */
  async function settle(event: PluginEvent): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      const failure = await deliver(event);
      if (closed) return false;
      if (failure === undefined) {
        delivered += 1;
        return true;
      }
      if (attempt >= attempts) {
        skipped += 1;
        options.onSkip(event, failure, skipped);
        return true;
      }
      // It comes again after the restart.
      if (draining) return false;
      await pause(pauseMs(attempt, failure));
      endPause = undefined;
      if (closed || draining) return false;
    }
  }

  async function run(): Promise<void> {
    await nextTurn();
    let seen = 0;
    do {
      woken = false;
      for (const event of source.since(cursor, BATCH)) {
        if (closed) return;
        if (options.wants(event)) {
          const { copy } = frozenEvent(event);
          if (!(await settle(copy))) return;
          lastEventId = event.id;
          seen += 1;
          if (seen % EVENTS_PER_TURN === 0) await nextTurn();
        }
        cursor = event.id;
        keeping ??= setTimeout(keep, KEEP_MS).unref();
        // There may be more behind a full batch.
        woken = true;
      }
    } while (woken);
  }

  function wake(): void {
    woken = true;
    if (closed || draining || running !== undefined) return;
    running = run()
      .then(() => {
        running = undefined;
        // Told of an event after the last look, and before the end of it.
        if (woken) wake();
      })
      .catch((error: unknown) => {
        running = undefined;
        options.onError(error);
      });
  }

  // From its first start on nothing is missed, whatever becomes of the first event.
  if (source.cursor(plugin) === undefined) source.keepCursor(plugin, cursor);
  // What came while no server ran.
  if (source.lastId() > cursor) wake();

  return {
    push: wake,
    async drain(ms) {
      if (running === undefined) wake();
      draining = true;
      // Now, since the wait may be cut short by whoever stops the server.
      keep();
      endPause?.();
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([running, limit]);
      clearTimeout(timer);
      closed = true;
      keep();
    },
    counters: () => ({
      // At rest it has seen everything; events it has no hook for do not move it.
      waiting: running === undefined ? 0 : Math.max(0, source.lastId() - cursor),
      delivered,
      dropped: 0,
      skipped,
      lastEventId,
    }),
  };
}

function pauseMs(attempt: number, { retryAfterMs }: HookFailure): number {
  if (retryAfterMs !== undefined) return Math.min(Math.max(0, retryAfterMs), LONGEST_WISH_MS);
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 16), LONGEST_PAUSE_MS);
}
