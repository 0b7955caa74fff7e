export {
  EVENT_SCHEMA_VERSION,
  EventType,
  type EventData,
  type LaunchRequest,
  type MessageRequest,
  type PanelData,
  type RequestKind,
  type Requests,
  type ToolCallRequest,
} from '@cao/contracts';
export {
  COMMAND_BRAND,
  defineCommand,
  type Command,
  type CommandApi,
  type CommandArgument,
  type CommandContext,
  type CommandExample,
  type CommandOption,
  type CommandStyle,
} from './command.ts';
export type { HookContext, Logger, PluginContext, ReadApi } from './context.ts';
export type { PluginEvent } from './events.ts';
export type { FetchHandler, PluginPanel, PluginTool, PluginTools, ToolContext, ToolSchema } from './offers.ts';
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
export { retryLater } from './retry-later.ts';
export type { Changes, Verdict } from './verdict.ts';
