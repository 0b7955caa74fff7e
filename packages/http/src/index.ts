export { createApp, type HttpApp, type HttpDeps } from './app.ts';
export { STATUS } from './errors.ts';
export type { AuthOptions } from './identity.ts';
export { originsOf, type OriginOptions } from './origin.ts';
export type { McpOptions } from './routes/mcp.ts';
export type { ErrorLog } from './serve-route.ts';
export type { UpgradeHandler } from './socket/upgrade.ts';
