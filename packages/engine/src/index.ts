export type {
  Engine,
  EventUseCases,
  FlowUseCases,
  Identity,
  InboxUseCases,
  JobUseCases,
  MemoryUseCases,
  ProfileUseCases,
  SessionUseCases,
  SkillUseCases,
  TerminalUseCases,
  TokenUseCases,
  ToolCall,
  ToolHost,
  ToolResult,
  TurnUseCases,
} from './engine.ts';
export { createEngine } from './create-engine.ts';
export { toEvent } from './event-log.ts';
export {
  HOME_SIZE,
  type EngineDeps,
  type EngineOptions,
  type EnginePaths,
  type Logger,
  type ProfileSource,
  type ProviderRegistry,
  type SkillSource,
} from './deps.ts';
