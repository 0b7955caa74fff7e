export interface SchedulerDeps {
  readonly now: () => number;
  /** The earliest time of all, in milliseconds since the epoch. */
  readonly next: () => number | undefined;
  /** It has come. Moves `next` beyond now; where it cannot, it is asked again after a while. Must not throw. */
  readonly due: () => void;
}

/** One timer for the earliest time of all. */
export interface Scheduler {
  /** The earliest time may be another now. */
  arm(): void;
  /** Compares the clock with the armed time and nothing else; cheap enough for whenever something happens. */
  look(): void;
  stop(): void;
}

/**
 * A timer counts neither the time a machine sleeps nor a clock that is set, and nothing tells of either. So none is longer than
 * this, and any sign of life looks at the clock as well: a time is late by this much at most, and never early.
 */
export const LONGEST_TIMER_MS = 5 * 60_000;
/** What could not be moved on, as when the disk is full. */
const AGAIN_MS = 60_000;

/** Idle until the first `arm`. */
export function createScheduler({ now, next, due }: SchedulerDeps): Scheduler {
  let timer: NodeJS.Timeout | undefined;
  let at: number | undefined;
  let stopped = false;

  function arm(earliest = 0): void {
    if (stopped) return;
    at = next();
    if (at !== undefined) at = Math.max(at, earliest);
    wait();
  }

  function wait(): void {
    clearTimeout(timer);
    if (stopped || at === undefined) return;
    timer = setTimeout(tick, Math.min(Math.max(0, at - now()), LONGEST_TIMER_MS));
    timer.unref();
  }

  function tick(): void {
    if (!look()) wait();
  }

  function look(): boolean {
    if (stopped || at === undefined || now() < at) return false;
    // Forgotten first: what is started below may cause a look itself.
    at = undefined;
    due();
    const following = next();
    arm(following !== undefined && following <= now() ? now() + AGAIN_MS : 0);
    return true;
  }

  return {
    arm: () => arm(),
    look: () => void look(),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
