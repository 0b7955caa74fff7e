import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Default 10 s: long enough for a busy machine, short enough to notice. */
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
}

/**
 * Calls `attempt` until it neither throws nor returns `false`, and returns what it returned. For what has no event to wait
 * for: files, processes, other programs' servers.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = 10_000, intervalMs = 20 }: EventuallyOptions = {},
): Promise<Exclude<T, false>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let problem: unknown = new Error('the condition stayed false');
    try {
      const value = await attempt();
      if (value !== false) return value as Exclude<T, false>;
    } catch (error) {
      problem = error;
    }
    if (Date.now() >= deadline) {
      const reason = problem instanceof Error ? problem.message : String(problem);
      throw new Error(`not within ${timeoutMs} ms: ${reason}`, { cause: problem });
    }
    await sleep(intervalMs);
  }
}
