import { CaoError, EventType, type CaoEvent, type PanelRow, type RequestKind, type Requests } from '@cao/contracts';
import type { HookContext, Logger, Plugin, PluginEvent, ReadApi, Verdict } from '@cao/plugin-sdk';
import type { Delivery, HookFailure } from '../delivery/delivery.ts';
import { createFollower, type EventSource } from '../delivery/follower.ts';
import type { FrozenEvent } from '../delivery/frozen-event.ts';
import { createLiveQueue } from '../delivery/live-queue.ts';
import type { PluginEntry } from '../discover.ts';
import { messageOf } from '../finding-book.ts';
import type { Limits } from '../limits.ts';
import { createRedact } from '../options/redact.ts';
import type { OptionValues } from '../options/gather.ts';
import type { HostedTool } from '../offers/tools.ts';
import { TimeLimitError, withTimeLimit } from '../time-limit.ts';
import { createHookCaller } from './hook-caller.ts';
import { createHookContexts } from './hook-contexts.ts';
import { createPluginLog } from './plugin-log.ts';
import type { PluginStatus } from './status.ts';

/** One plugin that is set up. Nothing it does reaches anybody else. */
export interface PluginRunner {
  readonly name: string;
  readonly plugin: Plugin;
  readonly tools: readonly HostedTool[];
  readonly panels: readonly PanelRow[];
  /** Has the plugin do something that somebody waits for. Rejects with a `CaoError` that names it. */
  run<T>(what: string, ms: number, work: (context: HookContext) => Promise<T>): Promise<T>;
  readonly wants: (event: CaoEvent) => boolean;
  push(event: () => FrozenEvent): void;
  /** Asks its hook. Throws what the hook throws, and when its time is up. */
  ask<K extends RequestKind>(kind: K, request: Requests[K]): Promise<Verdict<K>>;
  /** Counts and tells an error of this plugin that came up outside of its hooks. */
  blame(what: string, error: unknown): void;
  drain(): Promise<void>;
  /** Aborts the plugin's signal and calls its `teardown`. Never rejects. */
  stop(): Promise<void>;
  status(): PluginStatus;
}

export interface RunnerOptions {
  readonly tools: readonly HostedTool[];
  readonly panels: readonly PanelRow[];
  readonly home: string;
  /** As the schema made them. */
  readonly options: OptionValues;
  /** As they were given: what is kept out of the log. */
  readonly given: OptionValues;
  readonly optionSources: PluginStatus['options'];
  readonly api: ReadApi;
  /** Without one nothing is durable. */
  readonly events: EventSource | undefined;
  /** The event before the first of this server's run. */
  readonly startedAfter: number;
  readonly logger: Logger;
  readonly limits: Limits;
}

type AnyHook = (event: PluginEvent, context: HookContext) => unknown;
type AnyBefore = (request: unknown, context: HookContext) => unknown;

const ATTEMPTS = 5;

/** Sets a plugin up. When that fails the plugin is torn down again and the error is thrown, without text of options in it. */
export async function startPlugin(plugin: Plugin, entry: PluginEntry, options: RunnerOptions): Promise<PluginRunner> {
  const { limits, events, home, api } = options;
  const redact = createRedact({ ...options.given, ...options.options });
  const logger = createPluginLog(options.logger, entry.name, redact);
  const abort = new AbortController();
  const shared = { logger, options: deepFrozen(options.options), home, api };
  const contexts = createHookContexts(shared);
  const caller = createHookCaller(entry.name, { contexts, redact, logger: options.logger });
  const hooks = (plugin.hooks ?? {}) as Readonly<Record<string, AnyHook | undefined>>;
  const before = (plugin.before ?? {}) as Readonly<Record<string, AnyBefore | undefined>>;
  const lastEventId = durableOf(plugin) === undefined ? undefined : events?.cursor(entry.name);
  let state: 'setup' | 'running' | 'stopped' = 'setup';
  let resumeAfter = lastEventId ?? options.startedAfter;

  async function deliver(event: PluginEvent): Promise<HookFailure | undefined> {
    try {
      await caller.call(`hook ${event.type}`, limits.hookMs, (context) =>
        hooks[event.type]?.call(plugin.hooks, event, context),
      );
      return undefined;
    } catch (error) {
      const wish: unknown =
        typeof error === 'object' && error !== null ? Reflect.get(error, 'retryAfterMs') : undefined;
      const about = { event: event.type, event_id: event.id };
      return {
        message: caller.failed('the plugin failed in a hook', error, about),
        retryAfterMs: typeof wish === 'number' && Number.isFinite(wish) ? wish : undefined,
      };
    }
  }

  async function run<T>(what: string, ms: number, work: (context: HookContext) => Promise<T>): Promise<T> {
    try {
      return (await caller.call(what, ms, work)) as T;
    } catch (error) {
      const said = caller.failed('the plugin failed in what it brings', error, { doing: what });
      const code = error instanceof TimeLimitError ? 'timeout' : 'plugin_failed';
      throw new CaoError(code, `Plugin ${entry.name}: ${said}`, { cause: error });
    }
  }

  async function stop(): Promise<void> {
    if (state === 'stopped') return;
    state = 'stopped';
    abort.abort();
    contexts.abortAll();
    try {
      await withTimeLimit('teardown', limits.teardownMs, () => plugin.teardown?.());
    } catch (error) {
      options.logger.warn('the plugin failed in teardown', { plugin: entry.name, error: redact(messageOf(error)) });
    }
  }

  const wants = ({ type }: CaoEvent): boolean => hooks[type] !== undefined;
  for (const name of Object.keys(hooks)) {
    if (!EventType.safeParse(name).success) logger.warn('the plugin has a hook for an unknown event', { hook: name });
  }
  for (const kind of Object.keys(before)) {
    if (!(kind in entry.before))
      logger.warn('package.json does not name this before hook, so it is never called', { hook: kind });
  }
  const context = Object.freeze({
    ...shared,
    signal: abort.signal,
    lastEventId: lastEventId ?? null,
    resumeFrom(eventId: number) {
      if (state !== 'setup') throw new Error('resumeFrom is for setup: events are on their way already.');
      if (durableOf(plugin) === undefined) throw new Error('resumeFrom is for durable plugins: set durable to true.');
      if (!Number.isSafeInteger(eventId)) throw new Error('resumeFrom takes the id of an event.');
      resumeAfter = Math.max(0, eventId - 1);
    },
  });
  try {
    await withTimeLimit('setup', limits.setupMs, () => plugin.setup?.(context));
  } catch (error) {
    await stop();
    throw new Error(redact(messageOf(error)), { cause: error });
  }
  state = 'running';

  const attempts = durableOf(plugin);
  const delivery: Delivery =
    attempts !== undefined && events !== undefined
      ? createFollower({
          source: events,
          plugin: entry.name,
          after: startOf(events, resumeAfter, logger),
          wants,
          deliver,
          attempts,
          onSkip: ({ id, type }, { message }, skipped) =>
            logger.warn('an event was given up', { event: type, event_id: id, error: message, skipped }),
          onError: (error) => logger.error('the log of events cannot be read', { error: messageOf(error) }),
        })
      : createLiveQueue(limits, deliver, (dropped) => {
          // Each power of two, so that a plugin that stands still does not fill the log.
          if (Number.isInteger(Math.log2(dropped))) {
            logger.warn('the plugin is too slow: events were dropped', { dropped });
          }
        });

  return {
    name: entry.name,
    plugin,
    tools: options.tools,
    panels: options.panels,
    run,
    wants,
    push: (event) => delivery.push(event),
    ask: (kind, request) =>
      caller.call(`hook before ${kind}`, limits.beforeMs, (own) =>
        before[kind]?.call(plugin.before, request, own),
      ) as Promise<Verdict<typeof kind>>,
    blame: (what, error) => void caller.failed(what, error, {}),
    drain: () => delivery.drain(limits.drainMs),
    stop,
    status: () => ({
      name: entry.name,
      package: entry.package,
      version: entry.version,
      source: entry.source,
      state: state === 'stopped' ? 'stopped' : 'running',
      durable: attempts !== undefined && events !== undefined,
      hooks: EventType.options.filter((type) => hooks[type] !== undefined),
      before: entry.before,
      tools: options.tools.map(({ name }) => name),
      routes: plugin.fetch === undefined ? null : routesOf(entry.name),
      panels: options.panels.map(({ panel }) => panel),
      options: options.optionSources,
      ...caller.counters(),
      ...delivery.counters(),
    }),
  };
}

function routesOf(name: string): string {
  return `/plugins/${name}/http`;
}

/** How often an event is tried; undefined for a plugin that is not durable. */
function durableOf({ durable }: Plugin): number | undefined {
  if (durable === undefined || durable === false) return undefined;
  return durable === true ? ATTEMPTS : Math.max(1, durable.attempts);
}

/** Where to go on; events that the server no longer keeps are told of. */
function startOf(events: EventSource, after: number, logger: Logger): number {
  const [oldest] = events.since(0, 1);
  if (after > events.lastId()) return events.lastId();
  if (oldest !== undefined && after > 0 && oldest.id > after + 1) {
    logger.warn('events were too old to be kept until now', { from: after + 1, to: oldest.id - 1 });
  }
  return after;
}

/** Options are often nested; a schema may have made objects of a class, which are left alone. */
function deepFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && !Array.isArray(value)) return value;
  for (const inner of Object.values(value)) deepFrozen(inner);
  return Object.freeze(value);
}
