import { caoError, isClientError } from './errors.ts';
import type { WaitOptions } from './types.ts';

/** Seconds one request waits on the server. Below the limits at which fetch implementations give up on a silent answer (300 s). */
export const WAIT_CHUNK_S = 60;
/** Milliseconds that a request may take beyond what it asked the server to wait. */
const GRACE_MS = 15_000;
/** Milliseconds a server may be away while somebody waits: long enough for a restart. */
const OUTAGE_MS = 30_000;
const RETRY_MS = 250;

export interface Attempt {
  /** Seconds to ask the server for. */
  readonly waitS: number;
  readonly timeoutMs: number;
}

/**
 * Waits in requests of bounded length until `done` or the deadline, whichever is first, and returns the last answer.
 * What is waited for is durable, so a server that restarts in between is asked again.
 */
export async function waitFor<T>(
  ask: (attempt: Attempt) => Promise<T>,
  done: (answer: T) => boolean,
  options: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  let outageSince: number | undefined;
  for (;;) {
    const leftS = Math.max(0, (deadline - performance.now()) / 1000);
    const waitS = Math.min(WAIT_CHUNK_S, Math.ceil(leftS * 1000) / 1000);
    try {
      const answer = await ask({ waitS, timeoutMs: waitS * 1000 + GRACE_MS });
      if (done(answer) || performance.now() >= deadline) return answer;
      outageSince = undefined;
    } catch (error) {
      if (!isClientError(error) || error.code !== 'unavailable') throw error;
      const now = performance.now();
      outageSince ??= now;
      if (now - outageSince > OUTAGE_MS || now >= deadline) throw error;
      await pause(RETRY_MS, options.signal);
    }
  }
}

/** Resolves after `ms`; throws `cancelled` when the signal fires first. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(caoError('cancelled', 'The wait was cancelled'));
    };
    if (signal?.aborted === true) {
      reject(caoError('cancelled', 'The wait was cancelled'));
      return;
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
