/**
 * An error for a hook of a durable plugin to throw: the event is tried again after `ms` (at most ten minutes), whatever pause
 * the host would have made. For a service that says when it will have time.
 */
export function retryLater(message: string, ms: number): Error {
  return Object.assign(new Error(message), { retryAfterMs: ms });
}
