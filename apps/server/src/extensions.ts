import type { CaoEvent, PluginReport } from '@cao/contracts';
import { toEvent, type Logger } from '@cao/engine';
import { createRegistry, guardExit, type EventSource, type Registry } from '@cao/plugin-host';
import type { State } from '@cao/state';
import type { Config } from './config.ts';
import { readApi, type OwnApi } from './plugin-api.ts';
import { pluginReport } from './plugin-report.ts';
import { packageContents, type PackageContents } from './packages.ts';
import { searchExtensions, type Extensible } from './roots.ts';

export interface Extensions {
  readonly registry: Registry;
  /** Hands an event to the plugins; those that are still set up get it afterwards. */
  publish(event: CaoEvent): void;
  /** Starts the plugins beside everything else: a slow one delays nobody. */
  start(): Promise<void>;
  report(): PluginReport;
  /** Skills and profiles of packages, as they are installed now. */
  contents(): PackageContents;
  /** True when an error that nobody caught is a plugin's: it is told, and the server goes on. */
  readonly contain: (error: unknown) => boolean;
  stop(): Promise<void>;
}

export interface ExtensionDeps {
  readonly home: string;
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly state: State;
  readonly api: OwnApi;
  readonly log: Logger;
}

export function createExtensions({ home, config, env, state, api, log }: ExtensionDeps): Extensions {
  const place = (): Extensible => ({
    home,
    agentFolders: state.terminals.listLive().map(({ workingDirectory }) => workingDirectory),
  });
  const search = () => searchExtensions(place());
  const discovery = search();
  const names = discovery.plugins.map(({ name }) => name);
  const { enabled, disabled, only, options } = config.plugins;
  const registry = createRegistry({
    discovery,
    // The settings as they are now: `cao provider add` writes there, and nobody should have to restart for it.
    rediscover: search,
    disabled: names.filter((name) => !enabled || disabled.includes(name) || (only.length > 0 && !only.includes(name))),
    logger: log,
  });
  const release = guardExit(process, (call) => registry.blame('a plugin tried to end the server', call));

  return {
    registry,
    publish: (event) => registry.publish(event),
    start: () => registry.startPlugins({ home, options, env, api: readApi(api), events: eventSource(state) }),
    report: () => pluginReport(registry, enabled),
    contents: () => packageContents(place()),
    contain: (error) => registry.blame('a plugin failed where nobody could catch it', error),
    async stop() {
      await registry.stop();
      release();
    },
  };
}

function eventSource({ events, pluginCursors }: State): EventSource {
  return {
    since: (eventId, limit) => events.since(eventId, { limit }).map(toEvent),
    lastId: () => events.lastId(),
    cursor: (plugin) => pluginCursors.get(plugin),
    keepCursor: (plugin, eventId) => pluginCursors.set(plugin, eventId),
  };
}
