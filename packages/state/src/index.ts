export { acquireLock, type StateLock } from './lock.ts';
export {
  openMemoryIndex,
  type FoundMemory,
  type IndexedMemory,
  type MemoryFilter,
  type MemoryIndex,
} from './memory-index.ts';
export { openState, type OpenStateOptions } from './open.ts';
export type {
  CallRecord,
  CallRepository,
  EventRecord,
  EventRepository,
  FlowRecord,
  FlowRepository,
  FlowRunRecord,
  FlowRunRepository,
  JobRecord,
  JobRepository,
  MessageRecord,
  MessageRepository,
  Patch,
  SessionRecord,
  SessionRepository,
  State,
  TerminalRecord,
  TerminalRepository,
  TurnRecord,
  TurnRepository,
} from './port.ts';
export type { SourcePlace } from './schema.ts';
