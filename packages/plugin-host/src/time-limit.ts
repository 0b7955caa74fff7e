/**
 * Waits for `work` no longer than `ms`; then rejects with a sentence that names it. The work begins outside the caller's stack,
 * since the caller may be in the middle of something. It cannot be stopped: what it does later, failures too, is ignored.
 */
export function withTimeLimit<T>(what: string, ms: number, work: () => T | Promise<T>): Promise<T> {
  return atMost(what, ms, Promise.resolve().then(work));
}

export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/** Waits for what has begun already. */
export async function atMost<T>(what: string, ms: number, work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeLimitError(`${what} did not finish within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
