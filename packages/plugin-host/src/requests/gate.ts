import type { RequestGate, RequestKind, Requests } from '@cao/contracts';
import type { Logger } from '@cao/plugin-sdk';
import { frozenCopy } from '../delivery/frozen-copy.ts';
import type { PluginEntry } from '../discover.ts';
import { messageOf } from '../finding-book.ts';
import type { Limits } from '../limits.ts';
import type { PluginRunner } from '../plugin/runner.ts';
import { atMost } from '../time-limit.ts';
import { readVerdict } from './changes.ts';

export interface GateDeps {
  /** Those that are not disabled, in the order in which they are asked. */
  readonly entries: readonly PluginEntry[];
  readonly limits: Limits;
  readonly logger: Logger;
  /** Undefined while it is not set up, and when that failed. */
  readonly runner: (name: string) => PluginRunner | undefined;
}

export interface Gate extends RequestGate {
  /** A plugin was set up, or never will be. */
  settled(name: string): void;
}

export function createGate({ entries, limits, logger, runner }: GateDeps): Gate {
  let guards = entries.filter(({ before }) => Object.keys(before).length > 0);
  const failures = new Map<string, number>();
  const waits = new Map(guards.map(({ name }) => [name, pending()]));

  async function askOne<K extends RequestKind>(entry: PluginEntry, kind: K, request: Requests[K]) {
    const settled = waits.get(entry.name)?.promise ?? Promise.resolve();
    // A server that has just started: those that go without it wait for it no longer than for its answer.
    const patience = entry.before[kind] === 'refuse' ? limits.importMs + limits.setupMs * 2 : limits.beforeMs;
    await atMost('its set-up', patience, settled);
    const plugin = runner(entry.name);
    if (plugin === undefined) throw new Error('it is not running: cao plugin doctor says why');
    try {
      return readVerdict(kind, request, await plugin.ask(kind, frozenCopy(request).copy));
    } catch (error) {
      plugin.blame(`the plugin failed when it was asked about a ${kind}`, error);
      throw error;
    }
  }

  /** Each power of two, so that a plugin that always fails does not fill the log. */
  function tell(plugin: string, request: RequestKind): void {
    const count = (failures.get(plugin) ?? 0) + 1;
    failures.set(plugin, count);
    if (Number.isInteger(Math.log2(count))) {
      logger.warn('a plugin could not be asked and was passed over', { plugin, request, times: count });
    }
  }

  return {
    wants: (kind) => guards.some(({ before }) => before[kind] !== undefined),
    async ask(kind, asked) {
      let request = asked;
      const changes: { plugin: string; reason: string; fields: readonly string[] }[] = [];
      for (const entry of guards) {
        const onFailure = entry.before[kind];
        if (onFailure === undefined) continue;
        const plugin = entry.name;
        try {
          const verdict = await askOne(entry, kind, request);
          if (verdict.type === 'veto') return { request, changes, veto: { plugin, reason: verdict.reason } };
          if (verdict.type === 'pass') continue;
          request = verdict.request;
          changes.push({ plugin, reason: verdict.reason, fields: verdict.fields });
        } catch (error) {
          if (onFailure === 'refuse') {
            const reason = `it could not be asked (${shown(error)}), and nothing goes on without it`;
            return { request, changes, veto: { plugin, reason } };
          }
          tell(plugin, kind);
        }
      }
      return { request, changes };
    },
    settled(name) {
      waits.get(name)?.resolve();
      // Nobody has to ask one that will never answer, unless nothing may go on without it.
      if (runner(name) !== undefined) return;
      guards = guards.filter((entry) => entry.name !== name || Object.values(entry.before).includes('refuse'));
    },
  };
}

/** Foreign words may hold anything; those of this package do not. */
function shown(error: unknown): string {
  const message = messageOf(error);
  return /^(hook .*|its set-up) did not finish within|^it (is not running|answered neither)/.test(message)
    ? message
    : 'its hook failed';
}

function pending(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
