import { EventType, type Logger, type Plugin, type PluginEvent } from '@cao/plugin-sdk';
import type { PluginEntry } from './discover.ts';
import { createEventQueue } from './event-queue.ts';
import { messageOf } from './finding-book.ts';
import type { Limits } from './limits.ts';
import { withTimeLimit } from './time-limit.ts';

export interface PluginStatus {
  readonly name: string;
  readonly package: string;
  readonly version: string;
  readonly state: 'running' | 'failed' | 'stopped';
  /** Events this plugin never saw, because it was too slow or the server stopped. */
  readonly dropped: number;
  /** Hooks that threw or ran out of time. */
  readonly failures: number;
}

/** One plugin that is set up. Nothing it does reaches anybody else. */
export interface PluginRunner {
  readonly wants: (type: EventType) => boolean;
  push(event: PluginEvent): void;
  drain(): Promise<void>;
  /** Aborts the plugin's signal and calls its `teardown`. Never rejects. */
  stop(): Promise<void>;
  status(): PluginStatus;
}

export interface RunnerOptions {
  readonly home: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly logger: Logger;
  readonly limits: Limits;
}

type AnyHook = (event: PluginEvent) => void | Promise<void>;

/** Sets a plugin up. When that fails the plugin is torn down again and the error is thrown. */
export async function startPlugin(plugin: Plugin, entry: PluginEntry, options: RunnerOptions): Promise<PluginRunner> {
  const { limits, home } = options;
  const logger = named(options.logger, entry.name);
  const abort = new AbortController();
  const hooks = (plugin.hooks ?? {}) as Readonly<Record<string, AnyHook | undefined>>;
  let state: PluginStatus['state'] = 'running';
  let failures = 0;

  async function stop(): Promise<void> {
    if (state === 'stopped') return;
    state = 'stopped';
    abort.abort();
    try {
      await withTimeLimit('teardown', limits.teardownMs, () => plugin.teardown?.());
    } catch (error) {
      logger.warn('the plugin failed in teardown', { error: messageOf(error) });
    }
  }

  async function deliver(event: PluginEvent): Promise<void> {
    try {
      await withTimeLimit(`hook ${event.type}`, limits.hookMs, () => hooks[event.type]?.call(plugin.hooks, event));
    } catch (error) {
      failures += 1;
      logger.warn('the plugin failed in a hook', { event: event.type, event_id: event.id, error: messageOf(error) });
    }
  }

  const queue = createEventQueue(limits.queueLength, deliver, (dropped) => {
    // Each power of two, so that a plugin that stands still does not fill the log.
    if (Number.isInteger(Math.log2(dropped))) logger.warn('the plugin is too slow: events were dropped', { dropped });
  });

  for (const name of Object.keys(hooks)) {
    if (!EventType.safeParse(name).success) logger.warn('the plugin has a hook for an unknown event', { hook: name });
  }
  const context = Object.freeze({ logger, options: Object.freeze({ ...options.options }), home, signal: abort.signal });
  try {
    await withTimeLimit('setup', limits.setupMs, () => plugin.setup?.(context));
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    wants: (type) => hooks[type] !== undefined,
    push: (event) => queue.push(event),
    drain: () => queue.drain(limits.drainMs),
    stop,
    status: () => ({
      name: entry.name,
      package: entry.package,
      version: entry.version,
      state,
      dropped: queue.dropped,
      failures,
    }),
  };
}

function named(logger: Logger, plugin: string): Logger {
  return {
    debug: (message, fields) => logger.debug(message, { plugin, ...fields }),
    info: (message, fields) => logger.info(message, { plugin, ...fields }),
    warn: (message, fields) => logger.warn(message, { plugin, ...fields }),
    error: (message, fields) => logger.error(message, { plugin, ...fields }),
  };
}
