export { loadProviders, openRegistry, type Place } from './agents/agent-stores.ts';
export { installAgent, type InstallAgentOptions, type InstalledAgent } from './agents/install-agent.ts';
export { refreshAgents, type Refreshed } from './agents/refresh-agents.ts';
export { initHome, type InitializedHome } from './init.ts';
export { stopTerminalHost } from './host.ts';
export { installedPlugins, type InstalledPlugin, type InstalledPlugins } from './installed-plugins.ts';
export { addPackage, removePackage, type AddedPackage } from './listed-packages.ts';
export { addPlugin, removePlugin, updatePlugins, type ChangeOptions, type InstalledPackage } from './managed/change.ts';
export { startServer, type RunningServer, type StartOptions } from './serve.ts';
