import type { CaoEvent, PluginOffers, RequestGate } from '@cao/contracts';
import type { Logger } from '@cao/plugin-sdk';
import type { Provider } from '@cao/provider-sdk';
import type { Discovery, ProviderEntry } from './discover.ts';
import type { Finding } from './finding.ts';
import { createFindingBook } from './finding-book.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { createPlugins, type StartPluginsOptions } from './plugin/plugins.ts';
import type { PluginStatus } from './plugin/status.ts';
import { createProviderLoader } from './providers.ts';
import { culpritOf } from './plugin/culprit.ts';

export interface RegistryOptions {
  readonly discovery: Discovery;
  /** Searches again, for providers that a person adds while the host runs. Absent: what was found stays. */
  readonly rediscover?: () => Discovery;
  /** Names of plugins that are not to start. */
  readonly disabled?: readonly string[];
  readonly logger: Logger;
  readonly limits?: Partial<Limits>;
}

/** What is installed, and what became of it. */
export interface Registry extends RequestGate {
  /** Searched anew and known by their manifests; none of their code has run. */
  providers(): readonly ProviderEntry[];
  /** Imports a provider at its first use. Throws `provider_unknown`. */
  loadProvider(id: string): Promise<Provider>;
  /** Loads and sets up the plugins one after another. A plugin that fails is skipped; never rejects. Once per registry. */
  startPlugins(options: StartPluginsOptions): Promise<void>;
  /** Hands a frozen copy to every plugin that has a hook for it; those that are set up at this time get it afterwards. Neither throws nor waits. */
  publish(event: CaoEvent): void;
  /** What the running plugins bring beside their hooks. */
  readonly offers: PluginOffers;
  plugins(): readonly PluginStatus[];
  /**
   * Whether an error that nobody caught, or a call that would end the process, comes from a plugin, by the files its stack names;
   * then it is counted and told, and the server can go on.
   */
  blame(what: string, error: unknown): boolean;
  /** Everything that could not be used so far, and why. */
  findings(): readonly Finding[];
  /** Lets plugins finish what is queued for a moment, then tears them down in reverse order. Idempotent; never rejects. */
  stop(): Promise<void>;
}

export function createRegistry(options: RegistryOptions): Registry {
  const { discovery, rediscover, disabled = [], logger, limits } = options;
  let found = discovery;
  const bounds = { ...DEFAULT_LIMITS, ...limits };
  const findings = createFindingBook(discovery.findings);
  const plugins = createPlugins({ entries: discovery.plugins, disabled, limits: bounds, logger, findings });

  return {
    providers() {
      found = rediscover?.() ?? found;
      findings.searched(
        found.findings,
        found.providers.map(({ id }) => id),
      );
      return found.providers;
    },
    loadProvider: createProviderLoader(() => found, bounds, findings),
    startPlugins(options) {
      for (const { source, reason, message } of discovery.findings) logger.warn(message, { source, reason });
      return plugins.start(options);
    },
    publish: (event) => plugins.publish(event),
    wants: (kind) => plugins.wants(kind),
    ask: (kind, request) => plugins.ask(kind, request),
    offers: plugins.offers,
    plugins: () => plugins.status(),
    blame(what, error) {
      const culprit = culpritOf(error, discovery.plugins);
      if (culprit !== undefined) plugins.blame(culprit.name, what, error);
      return culprit !== undefined;
    },
    findings: () => findings.list(),
    stop: () => plugins.stop(),
  };
}
