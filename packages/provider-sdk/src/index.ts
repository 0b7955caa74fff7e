export type { AgentPlace, AgentStore, AgentStorePlan, AgentStoreRequest } from './agent-store.ts';
export type { ScreenSnapshot } from './screen.ts';
export type { InputStep, KeyName } from './input.ts';
export type { AgentEvent, Reported, ScreenReading } from './events.ts';
export type { AgentFacts, LaunchPlan, LaunchRequest, McpEndpoint } from './launch.ts';
export {
  defineProvider,
  PROVIDER_API_VERSION,
  PROVIDER_BRAND,
  type FileSource,
  type Provider,
  type ProviderCapabilities,
  type ProviderLogin,
  type ReplyPart,
} from './provider.ts';
