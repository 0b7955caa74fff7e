/** CLIs report a question up to 0.9 s before they draw it; then the screen has to settle and to be read. */
export const READ_MS = 2000;

/** Waits for a condition that changes with events: checks at once, then after each event, until the time is up or it is aborted. */
export async function waitUntil<T>(options: {
  check: () => T | undefined;
  subscribe: (changed: () => void) => () => void;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** True of a value of which a part is still to come: that part is given `READ_MS`, and then the value is taken as it is. */
  unread?: (value: T) => boolean;
}): Promise<T | undefined> {
  const unread = options.unread ?? (() => false);
  const now = options.check();
  if ((now !== undefined && !unread(now)) || options.timeoutMs <= 0 || options.signal?.aborted) return now;
  return await new Promise((resolve, reject) => {
    let half: T | undefined = now;
    let reading: NodeJS.Timeout | undefined;
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      clearTimeout(reading);
      unsubscribe();
      options.signal?.removeEventListener('abort', given);
      settle();
    };
    const given = () => finish(() => resolve(half));
    const take = (value: T | undefined) => {
      if (value !== undefined && !unread(value)) return finish(() => resolve(value));
      half = value;
      if (half === undefined) {
        clearTimeout(reading);
        reading = undefined;
      } else {
        reading ??= setTimeout(given, READ_MS).unref();
      }
    };
    const changed = () => {
      try {
        take(options.check());
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const timer = setTimeout(given, Math.min(options.timeoutMs, MAX_TIMER_MS));
    timer.unref();
    const unsubscribe = options.subscribe(changed);
    options.signal?.addEventListener('abort', given);
    if (half !== undefined) take(half);
  });
}

/** Timers of more than 31 bits fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
