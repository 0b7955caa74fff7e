export { EVENT_SCHEMA_VERSION, EventType, type EventData, type RequestKind } from '@cao/contracts';
export type { HookContext, Logger, PluginContext, ReadApi } from './context.ts';
export type { PluginEvent } from './events.ts';
export {
  definePlugin,
  PLUGIN_API_VERSION,
  PLUGIN_BRAND,
  type BeforeHook,
  type BeforeHooks,
  type Hook,
  type Hooks,
  type OptionsOf,
  type OptionsSchema,
  type Plugin,
} from './plugin.ts';
export type { Changes, LaunchRequest, MessageRequest, Requests, ToolCallRequest, Verdict } from './requests.ts';
export { retryLater } from './retry-later.ts';
