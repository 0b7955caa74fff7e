export type {
  ExitFacts,
  Size,
  SpawnSpec,
  TerminalBackend,
  TerminalEvent,
  TerminalFacts,
  Viewer,
  ViewerOptions,
} from './backend.ts';
export { connectHost, type ConnectHostOptions } from './client/connect-host.ts';
export { isTerminalError, TerminalError, type TerminalErrorCode, type TerminalErrorOptions } from './errors.ts';
export type { InputBatch, InputReceipt, InputStep, KeyName } from './input.ts';
export { createLocalBackend, type LocalBackend, type LocalBackendOptions } from './local-backend.ts';
export type { ScreenSnapshot } from './screen.ts';
