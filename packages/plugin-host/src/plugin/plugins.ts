import type { CaoEvent, PluginOffers, RequestGate } from '@cao/contracts';
import type { Logger, Plugin, ReadApi } from '@cao/plugin-sdk';
import type { EventSource } from '../delivery/follower.ts';
import { frozenEvent, type FrozenEvent } from '../delivery/frozen-event.ts';
import type { PluginEntry } from '../discover.ts';
import type { FindingReason } from '../finding.ts';
import { messageOf, type FindingBook } from '../finding-book.ts';
import type { Limits } from '../limits.ts';
import { load } from '../load.ts';
import { checkOptions, type CheckedOptions } from '../options/check.ts';
import type { OptionValues } from '../options/gather.ts';
import { panelsOf } from '../offers/panels.ts';
import { createOffers } from '../offers/offers.ts';
import { toolsOf, type HostedTool } from '../offers/tools.ts';
import { createGate } from '../requests/gate.ts';
import { WANTED_PLUGIN } from '../shapes.ts';
import { withTimeLimit } from '../time-limit.ts';
import { startPlugin, type PluginRunner } from './runner.ts';
import { NOTHING_DONE, type PluginStatus } from './status.ts';

export interface StartPluginsOptions {
  /** CAO's home folder. */
  readonly home: string;
  /** Options by plugin name, as in the settings. */
  readonly options?: Readonly<Record<string, OptionValues>>;
  /** Where `CAO_PLUGIN_<NAME>_<OPTION>` are looked for. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What plugins read of the server; nothing when absent. */
  readonly api?: ReadApi;
  /** The log of events, for durable plugins; without one they are like others. */
  readonly events?: EventSource;
}

export interface Plugins extends RequestGate {
  start(options: StartPluginsOptions): Promise<void>;
  publish(event: CaoEvent): void;
  /** Tells the plugin of a name of an error it did not catch; all of them when the name is unknown. */
  blame(name: string | undefined, what: string, error: unknown): void;
  readonly offers: PluginOffers;
  status(): readonly PluginStatus[];
  stop(): Promise<void>;
}

export interface PluginsDeps {
  readonly entries: readonly PluginEntry[];
  /** Names of plugins that are not to start; nothing of theirs is imported. */
  readonly disabled: readonly string[];
  readonly limits: Limits;
  readonly logger: Logger;
  readonly findings: FindingBook;
}

type Place =
  | { readonly state: 'waiting' | 'failed' | 'disabled' }
  | { readonly state: 'running'; readonly runner: PluginRunner };

/** Modules are read and run within tens of milliseconds; a slow disk takes longer, once. */
const SOON_MS = 1000;

const NO_API: ReadApi = { get: () => Promise.reject(new Error('This server has no API to read.')) };

export function createPlugins({ entries, disabled, limits, logger, findings }: PluginsDeps): Plugins {
  // Whoever is asked before something happens is set up first, so that nobody waits for the others.
  const ordered = entries.toSorted((one, other) => guards(other) - guards(one));
  const places = new Map<string, Place>(
    ordered.map(({ name }) => [name, { state: disabled.includes(name) ? 'disabled' : 'waiting' }]),
  );
  const optionSources = new Map<string, PluginStatus['options']>();
  const running: PluginRunner[] = [];
  const gate = createGate({
    entries: ordered.filter(({ name }) => !disabled.includes(name)),
    limits,
    logger,
    runner: (name) => {
      const place = places.get(name);
      return place?.state === 'running' ? place.runner : undefined;
    },
  });
  /** Events for those that are not set up yet; undefined when nobody waits. */
  let early: CaoEvent[] | undefined;
  let starting: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;

  async function startAll(options: StartPluginsOptions): Promise<void> {
    const startedAfter = options.events?.lastId() ?? 0;
    early = [];
    const wanted = ordered.filter(({ name }) => places.get(name)?.state === 'waiting');
    for (const { name } of ordered) {
      if (!wanted.some((entry) => entry.name === name))
        logger.info('plugin disabled by the settings', { plugin: name });
    }
    // All at once: one that hangs in its import costs its time once.
    const imports = new Map(wanted.map((entry) => [entry, load(entry.file, WANTED_PLUGIN, limits.importMs)]));
    for (const loading of imports.values()) loading.catch(() => undefined);
    const late: PluginEntry[] = [];
    for (const [entry, loading] of imports) {
      if (await comesSoon(loading)) await startOne(entry, loading, { ...options, startedAfter });
      else late.push(entry);
    }
    for (const entry of late) await startOne(entry, imports.get(entry), { ...options, startedAfter });
    early = undefined;
  }

  /** One that hangs in its import must not keep the others from their set-up. */
  async function comesSoon(loading: Promise<unknown>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), SOON_MS);
    });
    const come = (): boolean => true;
    const soon = await Promise.race([loading.then(come, come), late]);
    clearTimeout(timer);
    return soon;
  }

  async function startOne(
    entry: PluginEntry,
    loading: Promise<Plugin> | undefined,
    options: StartPluginsOptions & { startedAfter: number },
  ): Promise<void> {
    const { name, version, source, directory } = entry;
    let reason: FindingReason = 'load_failed';
    try {
      const plugin = await loading;
      if (plugin === undefined || stopping !== undefined) return;
      const brought = { tools: freeTools(toolsOf(plugin, name)), panels: panelsOf(plugin, name) };
      reason = 'invalid_options';
      const checked = await optionsOf(entry, plugin, options);
      reason = 'setup_failed';
      const runner = await startPlugin(plugin, entry, {
        ...brought,
        home: options.home,
        options: checked.options ?? {},
        given: checked.given,
        optionSources: optionSources.get(name) ?? [],
        api: options.api ?? NO_API,
        events: options.events,
        startedAfter: options.startedAfter,
        logger,
        limits,
      });
      for (const event of early ?? []) if (runner.wants(event)) runner.push(() => frozenEvent(event));
      running.push(runner);
      places.set(name, { state: 'running', runner });
      logger.info('plugin started', { plugin: name, package: entry.package, version });
    } catch (error) {
      places.set(name, { state: 'failed' });
      const message = `Plugin ${name} of ${entry.package} ${DOING[reason] ?? 'failed'}: ${messageOf(error)}`;
      findings.note({ source, package: entry.package, directory, entry: { kind: 'plugin', name }, reason, message });
      logger.warn('plugin skipped', { plugin: name, reason, error: message });
    } finally {
      gate.settled(name);
    }
  }

  /** Names of plugins may differ in signs that names of tools do not have. */
  function freeTools(tools: readonly HostedTool[]): readonly HostedTool[] {
    const taken = new Set(running.flatMap((runner) => runner.tools.map(({ name }) => name)));
    const twice = tools.find(({ name }) => taken.has(name));
    if (twice !== undefined) throw new Error(`its tool ${twice.name} is another plugin's already`);
    return tools;
  }

  async function optionsOf(entry: PluginEntry, plugin: Plugin, options: StartPluginsOptions): Promise<CheckedOptions> {
    const { name } = entry;
    const sources = {
      plugin: name,
      settings: options.options?.[name] ?? {},
      env: options.env ?? {},
      plugins: entries.map((other) => other.name),
    };
    const checked = await withTimeLimit('checking its options', limits.setupMs, () =>
      checkOptions(plugin.options, sources),
    );
    optionSources.set(name, checked.sources);
    if (checked.unknown.length > 0) logger.warn('options nobody knows', { plugin: name, options: checked.unknown });
    if (checked.options === undefined) throw new Error(checked.problems.join('; '));
    return checked;
  }

  async function stopAll(): Promise<void> {
    await starting;
    await Promise.all(running.map((plugin) => plugin.drain()));
    for (const plugin of running.toReversed()) await plugin.stop();
  }

  return {
    start: (options) => (starting ??= startAll(options)),
    publish(event) {
      if (stopping !== undefined) return;
      if (early !== undefined && early.push(event) > limits.queueLength) early.shift();
      let frozen: FrozenEvent | undefined;
      const shared = (): FrozenEvent => (frozen ??= frozenEvent(event));
      for (const plugin of running) if (plugin.wants(event)) plugin.push(shared);
    },
    wants: (kind) => gate.wants(kind),
    ask: (kind, request) => gate.ask(kind, request),
    blame(name, what, error) {
      const place = name === undefined ? undefined : places.get(name);
      if (place?.state === 'running') place.runner.blame(what, error);
      else logger.error(what, { ...(name !== undefined && { plugin: name }), error: messageOf(error) });
    },
    offers: createOffers({
      running: () => (stopping === undefined ? running : []),
      settled: async () => starting,
      limits,
    }),
    status: () =>
      ordered.map((entry) => {
        const place = places.get(entry.name) ?? { state: 'waiting' };
        if (place.state === 'running') return place.runner.status();
        const { name, version, source, before } = entry;
        const options = optionSources.get(name) ?? [];
        return { ...NOTHING_DONE, name, package: entry.package, version, source, before, options, state: place.state };
      }),
    stop: () => (stopping ??= stopAll()),
  };
}

const DOING: Readonly<Partial<Record<FindingReason, string>>> = {
  load_failed: 'cannot be loaded',
  invalid_options: 'has wrong options',
  setup_failed: 'failed in setup',
};

function guards({ before }: PluginEntry): number {
  return Object.keys(before).length > 0 ? 1 : 0;
}
