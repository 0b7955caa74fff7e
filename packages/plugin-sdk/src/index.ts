export { EventType } from '@cao/contracts';
export type { EventData, PluginEvent } from './events.ts';
export {
  definePlugin,
  PLUGIN_API_VERSION,
  PLUGIN_BRAND,
  type Hook,
  type Hooks,
  type Logger,
  type Plugin,
  type PluginContext,
} from './plugin.ts';
