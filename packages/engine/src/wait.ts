/** Waits for a condition that changes with events: checks at once, then after each event, until the time is up or it is aborted. */
export async function waitUntil<T>(options: {
  check: () => T | undefined;
  subscribe: (changed: () => void) => () => void;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}): Promise<T | undefined> {
  const now = options.check();
  if (now !== undefined || options.timeoutMs <= 0 || options.signal?.aborted) return now;
  return await new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      unsubscribe();
      options.signal?.removeEventListener('abort', aborted);
      settle();
    };
    const changed = () => {
      try {
        const value = options.check();
        if (value !== undefined) finish(() => resolve(value));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const aborted = () => finish(() => resolve(undefined));
    const timer = setTimeout(() => finish(() => resolve(undefined)), Math.min(options.timeoutMs, MAX_TIMER_MS));
    timer.unref();
    const unsubscribe = options.subscribe(changed);
    options.signal?.addEventListener('abort', aborted);
  });
}

/** Timers of more than 31 bits fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
