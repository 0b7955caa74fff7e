export type { Root } from './candidates.ts';
export { discover, type Discovery, type PluginEntry, type ProviderEntry } from './discover.ts';
export type { Finding, FindingReason, Source } from './finding.ts';
export { DEFAULT_LIMITS, type Limits } from './limits.ts';
export { API_VERSION } from './manifest.ts';
export type { PluginStatus } from './plugin-runner.ts';
export type { StartPluginsOptions } from './plugins.ts';
export { createRegistry, type Registry, type RegistryOptions } from './registry.ts';
