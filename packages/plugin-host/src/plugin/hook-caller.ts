import type { HookContext, Logger } from '@cao/plugin-sdk';
import { messageOf } from '../finding-book.ts';
import type { Redact } from '../options/redact.ts';
import { atMost } from '../time-limit.ts';
import type { HookContexts } from './hook-contexts.ts';

/** Calls hooks of one plugin and remembers how that went. */
export interface HookCaller {
  /** Rejects with what the hook throws, and when its time is up. */
  call(what: string, ms: number, work: (context: HookContext) => unknown): Promise<unknown>;
  /** Counts and tells a failure; returns what may be shown of it. */
  failed(what: string, error: unknown, fields: Record<string, unknown>): string;
  counters(): { readonly failures: number; readonly lastError: string | null; readonly blockedMs: number };
}

/** A hook that keeps the whole server waiting for so long is told of. */
const BLOCKED_MS = 100;

export function createHookCaller(
  plugin: string,
  { contexts, logger, redact }: { contexts: HookContexts; logger: Logger; redact: Redact },
): HookCaller {
  let failures = 0;
  let lastError: string | null = null;
  let blockedMs = 0;

  /** What foreign code does before it first waits keeps everything else waiting. */
  function timed(what: string, work: () => unknown): unknown {
    const began = performance.now();
    try {
      return work();
    } finally {
      const took = performance.now() - began;
      if (took > blockedMs) {
        blockedMs = took;
        if (took > BLOCKED_MS) {
          logger.warn('a hook kept the server waiting', { plugin, hook: what, ms: Math.round(took) });
        }
      }
    }
  }

  return {
    async call(what, ms, work) {
      const opened = contexts.open();
      try {
        const result = timed(what, () => work(opened.context));
        return isThenable(result) ? await atMost(what, ms, result) : result;
      } catch (error) {
        opened.expire();
        throw error;
      } finally {
        opened.close();
      }
    },
    failed(what, error, fields) {
      failures += 1;
      lastError = redact(messageOf(error));
      // Each power of two, so that a plugin that always fails does not fill the log.
      if (Number.isInteger(Math.log2(failures))) logger.warn(what, { plugin, ...fields, error: lastError, failures });
      return lastError;
    },
    counters: () => ({ failures, lastError, blockedMs: Math.round(blockedMs) }),
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function';
}
