import { fileURLToPath } from 'node:url';
import type { CaoEvent } from '@cao/contracts';
import type { Logger } from '@cao/engine';
import { createRegistry, discover, type Discovery, type Registry } from '@cao/plugin-host';
import type { Config } from './config.ts';
import type { HomePaths } from './home.ts';
import { readSettings } from './settings.ts';

export interface Extensions {
  readonly registry: Registry;
  /** Hands an event to the plugins; those that still start get it afterwards. */
  publish(event: CaoEvent): void;
  /** Starts the plugins beside everything else: a slow one delays nobody. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The package whose dependencies are the built-in providers and plugins: this one. */
const OWN_PACKAGE = fileURLToPath(new URL('..', import.meta.url));

export function createExtensions(paths: HomePaths, config: Config, log: Logger): Extensions {
  const search = (packages: readonly string[]): Discovery =>
    discover({
      roots: [
        { source: 'listed', packages, from: [paths.plugins, OWN_PACKAGE] },
        { source: 'managed', directory: paths.plugins },
        { source: 'built-in', directory: OWN_PACKAGE },
      ],
    });
  const registry = createRegistry({
    discovery: search(config.plugins.packages),
    // The settings as they are now: `cao provider add` writes there, and nobody should have to restart for it.
    rediscover: () => search(readSettings(paths.home).settings.plugins?.packages ?? []),
    logger: log,
  });
  let held: CaoEvent[] | undefined = [];

  return {
    registry,
    publish(event) {
      if (held === undefined) registry.publish(event);
      else held.push(event);
    },
    async start() {
      if (config.plugins.enabled) {
        const { options, disabled } = config.plugins;
        await registry.startPlugins({ home: paths.home, options, disabled });
      }
      const missed = held ?? [];
      held = undefined;
      for (const event of missed) registry.publish(event);
    },
    stop: () => registry.stop(),
  };
}
