/**
 * Silence that ends a burst of output. Programs redraw in bursts whose parts are a few milliseconds apart, animations tick
 * every 80 ms or more; a listener should know of an end of work within 120 ms.
 */
export const SETTLE_MS = 60;

/**
 * Output that never falls silent is looked at this often: a counter or a spinner must not hide a screen for ever. Each look costs
 * as much as drawing tens of kilobytes, and a hundred terminals may flow at once.
 */
export const FLOW_MS = 1_000;

/**
 * Text that runs through the screen in ticks (a build, a listing) is one burst, though it is silent between them: a look at each
 * of ten ticks a second would see nothing that stays.
 */
const PASSING_SETTLE_MS = 120;

/** A program that announced a frame and never finished it is looked at all the same. */
const FRAME_MAX_MS = 1_000;

export interface ActivityHandlers {
  /** First output after silence. */
  readonly onActive: () => void;
  /** The screen may be looked at: everything printed so far is drawn. */
  readonly onSettled: (flowing: boolean) => void;
  /** Calls back when everything printed so far is drawn. */
  readonly whenParsed: (done: () => void) => void;
  /** The program is in the middle of a frame. */
  readonly isDrawing: () => boolean;
  /** Text runs through the screen: nothing is left of what stood there about a second ago. */
  readonly isPassing: () => boolean;
}

interface Waiter {
  timer: NodeJS.Timeout | undefined;
  readonly resolve: () => void;
}

/** When a terminal speaks and when it is silent. */
export class Activity {
  readonly #handlers: ActivityHandlers;
  readonly #waiters = new Set<Waiter>();
  #outputAt = -Infinity;
  #lookedAt = 0;
  #speaking = false;
  /** This burst followed the one before so soon that they may be ticks of one. */
  #followed = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(handlers: ActivityHandlers) {
    this.#handlers = handlers;
  }

  /** The program printed something. */
  output(): void {
    if (this.#closed) return;
    const before = this.#outputAt;
    this.#outputAt = performance.now();
    if (this.#speaking) return;
    this.#speaking = true;
    this.#followed = this.#outputAt - before < PASSING_SETTLE_MS;
    this.#lookedAt = this.#outputAt;
    this.#handlers.onActive();
    this.#lookIn(SETTLE_MS);
  }

  /** Resolves after `quietMs` without output, counted from now at the earliest; after `maxMs`; or when the terminal ends. */
  quiet(quietMs: number, maxMs: number): Promise<void> {
    const startedAt = performance.now();
    return new Promise((resolve) => {
      if (this.#closed) {
        resolve();
        return;
      }
      const waiter: Waiter = { timer: undefined, resolve };
      this.#waiters.add(waiter);
      const check = (): void => {
        if (!this.#waiters.has(waiter)) return;
        const silentFrom = Math.max(this.#outputAt, startedAt);
        const left = Math.min(silentFrom + quietMs, startedAt + maxMs) - performance.now();
        if (left > 0) {
          waiter.timer = afterReading(left, check);
          return;
        }
        this.#waiters.delete(waiter);
        resolve();
      };
      check();
    });
  }

  /** Ends the burst now; for a program that will print no more. Everything it printed is drawn. */
  finish(): void {
    if (this.#closed || !this.#speaking) return;
    this.#speaking = false;
    clearTimeout(this.#timer);
    this.#handlers.onSettled(false);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const { timer, resolve } of this.#waiters) {
      clearTimeout(timer);
      resolve();
    }
    this.#waiters.clear();
  }

  #lookIn(ms: number): void {
    this.#timer = afterReading(ms, () => this.#look());
  }

  #look(): void {
    if (this.#closed || !this.#speaking) return;
    const now = performance.now();
    const silent = now - this.#outputAt;
    const wanted = silent >= SETTLE_MS && this.#isTicking() ? PASSING_SETTLE_MS : SETTLE_MS;
    if (silent >= wanted && (silent >= FRAME_MAX_MS || !this.#handlers.isDrawing())) {
      this.#settle();
      return;
    }
    if (now - this.#lookedAt >= FLOW_MS) {
      this.#lookedAt = now;
      this.#handlers.whenParsed(() => {
        if (!this.#closed && this.#speaking) this.#handlers.onSettled(true);
      });
    }
    this.#lookIn(silent < wanted ? wanted - silent : SETTLE_MS);
  }

  #isTicking(): boolean {
    return this.#followed && this.#handlers.isPassing();
  }

  /** Output that arrives while the last is still being drawn belongs to the same burst. */
  #settle(): void {
    const outputAt = this.#outputAt;
    this.#handlers.whenParsed(() => {
      if (this.#closed || !this.#speaking) return;
      if (outputAt !== this.#outputAt) {
        this.#lookIn(SETTLE_MS);
        return;
      }
      this.#speaking = false;
      this.#handlers.onSettled(false);
    });
  }
}

/** A timer that lets the event loop read what came in meanwhile: after a busy spell, time alone would look like silence. */
function afterReading(ms: number, then: () => void): NodeJS.Timeout {
  return setTimeout(() => setImmediate(then), ms);
}
