import type { CaoEvent } from '@cao/contracts';
import { PLUGIN_API_VERSION, PLUGIN_BRAND, type Logger, type PluginEvent } from '@cao/plugin-sdk';
import type { PluginEntry } from './discover.ts';
import type { FindingReason } from './finding.ts';
import { messageOf, type FindingBook } from './finding-book.ts';
import { frozenCopy } from './frozen-copy.ts';
import type { Limits } from './limits.ts';
import { load } from './load.ts';
import { startPlugin, type PluginRunner, type PluginStatus } from './plugin-runner.ts';
import { PluginShape } from './shapes.ts';

const WANTED = { name: 'plugin', brand: PLUGIN_BRAND, version: PLUGIN_API_VERSION, shape: PluginShape };

export interface StartPluginsOptions {
  /** CAO's home folder. */
  readonly home: string;
  /** Options by plugin name, as in the settings. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Names of plugins that are not to start. */
  readonly disabled?: readonly string[];
}

export interface Plugins {
  start(options: StartPluginsOptions): Promise<void>;
  publish(event: CaoEvent): void;
  status(): readonly PluginStatus[];
  stop(): Promise<void>;
}

export interface PluginsDeps {
  readonly entries: readonly PluginEntry[];
  readonly limits: Limits;
  readonly logger: Logger;
  readonly findings: FindingBook;
}

export function createPlugins({ entries, limits, logger, findings }: PluginsDeps): Plugins {
  const running: PluginRunner[] = [];
  const failed: PluginStatus[] = [];
  let starting: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;

  async function startAll({ home, options = {}, disabled = [] }: StartPluginsOptions): Promise<void> {
    for (const entry of entries) {
      if (stopping !== undefined) return;
      if (disabled.includes(entry.name)) {
        logger.info('plugin disabled by the settings', { plugin: entry.name });
        continue;
      }
      await startOne(entry, { home, options: options[entry.name] ?? {}, logger, limits });
    }
  }

  async function startOne(entry: PluginEntry, options: Parameters<typeof startPlugin>[2]): Promise<void> {
    const { name, version, source } = entry;
    let reason: FindingReason = 'load_failed';
    try {
      const plugin = await load(entry.file, WANTED, limits.importMs);
      reason = 'setup_failed';
      running.push(await startPlugin(plugin, entry, options));
      logger.info('plugin started', { plugin: name, package: entry.package, version });
    } catch (error) {
      failed.push({ name, package: entry.package, version, state: 'failed', dropped: 0, failures: 0 });
      const doing = reason === 'load_failed' ? 'cannot be loaded' : 'failed in setup';
      const message = `Plugin ${name} of ${entry.package} ${doing}: ${messageOf(error)}`;
      findings.note({ source, package: entry.package, entry: { kind: 'plugin', name }, reason, message });
      logger.warn('plugin skipped', { plugin: name, reason, error: message });
    }
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
      const interested = running.filter((plugin) => plugin.wants(event.type));
      if (interested.length === 0) return;
      const copy = frozenCopy(event) as PluginEvent;
      for (const plugin of interested) plugin.push(copy);
    },
    status: () => [...running.map((plugin) => plugin.status()), ...failed],
    stop: () => (stopping ??= stopAll()),
  };
}
