export type { Root } from './candidates.ts';
export type { EventSource } from './delivery/follower.ts';
export { loadCommand } from './load-command.ts';
export {
  discover,
  type CommandFile,
  type Discovery,
  type DiscoverOptions,
  type FolderEntry,
  type PluginEntry,
  type ProviderEntry,
} from './discover.ts';
export type { Finding, FindingReason, Source } from './finding.ts';
export { fixOf } from './fix.ts';
export { DEFAULT_LIMITS, type Limits } from './limits.ts';
export { loadProblems } from './load-problems.ts';
export { API_VERSION } from './manifest.ts';
export type { StartPluginsOptions } from './plugin/plugins.ts';
export type { OnFailure, PluginStatus } from './plugin/status.ts';
export { guardExit, type Exits } from './plugin/guard-exit.ts';
export { createRegistry, type Registry, type RegistryOptions } from './registry.ts';
