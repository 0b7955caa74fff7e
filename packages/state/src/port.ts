/**
 * The state port. SQLite implements it; Postgres may. Calls are synchronous, since better-sqlite3 is; a transaction is one call.
 * Records are plain rows: no repository knows another, and none decides anything.
 */
import type { MessageStatus, TurnOrigin } from '@cao/contracts';
import type { calls, events, flowRuns, flows, jobs, messages, sessions, terminals, turns } from './schema.ts';

export type SessionRecord = typeof sessions.$inferSelect;
export type TerminalRecord = typeof terminals.$inferSelect;
export type TurnRecord = typeof turns.$inferSelect;
export type MessageRecord = typeof messages.$inferSelect;
export type JobRecord = typeof jobs.$inferSelect;
export type CallRecord = typeof calls.$inferSelect;
export type FlowRecord = typeof flows.$inferSelect;
export type FlowRunRecord = typeof flowRuns.$inferSelect;
export type EventRecord = typeof events.$inferSelect;

/** Columns that may change after the insert. Updating a row that is gone does nothing. */
export type Patch<T> = Partial<Omit<T, 'id'>>;

export interface SessionRepository {
  /** Throws `conflict` when a live session has the name. */
  insert(record: Omit<SessionRecord, 'id' | 'deletedAt'>): SessionRecord;
  byName(name: string): SessionRecord | undefined;
  byId(id: number): SessionRecord | undefined;
  /** Live ones by creation. */
  list(): SessionRecord[];
  markDeleted(id: number, at: number): void;
}

export interface TerminalRepository {
  /** `seq` is assigned. */
  insert(record: Omit<TerminalRecord, 'seq'>): TerminalRecord;
  /** Live ones only. */
  get(id: string): TerminalRecord | undefined;
  /** Deleted ones too. */
  find(id: string): TerminalRecord | undefined;
  listBySession(sessionId: number): TerminalRecord[];
  listLive(): TerminalRecord[];
  update(id: string, patch: Patch<TerminalRecord>): void;
  markDeleted(id: string, at: number): void;
}

export interface TurnRepository {
  /** `seq` is assigned. */
  insert(record: Omit<TurnRecord, 'seq'>): TurnRecord;
  get(id: string): TurnRecord | undefined;
  update(id: string, patch: Patch<TurnRecord>): void;
  /** Turns of a terminal that have not ended, oldest first. */
  open(terminalId: string): TurnRecord[];
  last(terminalId: string): TurnRecord | undefined;
  /** Last turn of this origin. */
  lastOf(terminalId: string, origin: TurnOrigin): TurnRecord | undefined;
  /** Last turn with a reply. */
  lastReplied(terminalId: string): TurnRecord | undefined;
  /** Newest first. */
  list(terminalId: string, limit: number): TurnRecord[];
}

export interface MessageRepository {
  insert(
    record: Pick<MessageRecord, 'senderId' | 'receiverId' | 'message' | 'orchestrationType' | 'createdAt'>,
  ): MessageRecord;
  get(id: number): MessageRecord | undefined;
  byTurn(turnId: string): MessageRecord | undefined;
  /**
   * Claims the oldest pending message of a receiver by compare-and-set: undefined when there is none, or when the oldest is
   * claimed and the claim has not run out. Raises `attempts`.
   */
  claim(receiverId: string, claim: { by: string; now: number; until: number }): MessageRecord | undefined;
  /** Back to the queue, claim gone. Does nothing to a message that is no longer pending. */
  release(id: number, reason: string | null): void;
  update(id: number, patch: Patch<MessageRecord>): void;
  /** Oldest first. */
  list(receiverId: string, options: { limit: number; status?: MessageStatus }): MessageRecord[];
  pendingCount(receiverId: string): number;
  /** Whether a sender has sent a receiver anything since a time, whatever became of it. */
  sentSince(senderId: string, receiverId: string, since: number): boolean;
  /** Receivers with pending messages. */
  pendingReceivers(): string[];
  /** Every pending message of a receiver becomes failed; returns them. */
  failPending(receiverId: string, reason: string): MessageRecord[];
}

export interface JobRepository {
  insert(record: JobRecord): JobRecord;
  get(id: string): JobRecord | undefined;
  update(id: string, patch: Patch<JobRecord>): void;
  /** Not ended, oldest first. */
  listOpen(): JobRecord[];
  openByTerminal(terminalId: string): JobRecord[];
  /** Newest first. */
  list(options: { callerId?: string; sessionName?: string; limit: number }): JobRecord[];
}

export interface CallRepository {
  insert(record: CallRecord): CallRecord;
  get(id: string): CallRecord | undefined;
  update(id: string, patch: Patch<CallRecord>): void;
  /** Calls of the same terminal, tool and arguments whose answer was never delivered, oldest first. */
  undelivered(terminalId: string, tool: string, argsHash: string): CallRecord[];
  /** The call that started a job. */
  byJob(jobId: string): CallRecord | undefined;
}

export interface FlowRepository {
  /** Throws `conflict` when a flow has the name. */
  insert(record: Omit<FlowRecord, 'id'>): FlowRecord;
  byName(name: string): FlowRecord | undefined;
  /** By the time of the next run; disabled ones last. */
  list(): FlowRecord[];
  /** Those whose time has come, longest due first. */
  due(now: number): FlowRecord[];
  /** The earliest time of all; undefined when none is enabled. */
  nextRunAt(): number | undefined;
  update(id: number, patch: Patch<FlowRecord>): void;
  remove(id: number): void;
}

export interface FlowRunRepository {
  insert(record: FlowRunRecord): FlowRunRecord;
  get(id: string): FlowRunRecord | undefined;
  update(id: string, patch: Patch<FlowRunRecord>): void;
  /** Not ended, oldest first. */
  listOpen(): FlowRunRecord[];
  /** The newest run whose session had this terminal. */
  byTerminal(terminalId: string): FlowRunRecord | undefined;
  /** Newest first. */
  list(flowName: string, limit: number): FlowRunRecord[];
}

export interface EventRepository {
  append(record: Omit<EventRecord, 'id'>): EventRecord;
  /** Events with an id above `afterId`, oldest first. */
  since(afterId: number, options: { limit: number; terminalId?: string; sessionName?: string }): EventRecord[];
  /** The highest id ever given, also after its event was pruned; 0 before the first. */
  lastId(): number;
}

export interface PluginCursorRepository {
  /** The last event a plugin was done with; undefined before its first start. */
  get(plugin: string): number | undefined;
  set(plugin: string, eventId: number): void;
}

export interface State {
  readonly sessions: SessionRepository;
  readonly terminals: TerminalRepository;
  readonly turns: TurnRepository;
  readonly messages: MessageRepository;
  readonly jobs: JobRepository;
  readonly calls: CallRepository;
  readonly flows: FlowRepository;
  readonly flowRuns: FlowRunRepository;
  readonly events: EventRepository;
  readonly pluginCursors: PluginCursorRepository;
  /**
   * Runs `work`, which must be synchronous, in one immediate transaction; nested calls join it. A throw rolls everything back,
   * also a nested one that an outer part caught.
   */
  transaction<T>(work: () => T): T;
  /**
   * Deletes ended rows older than the given time: events, messages, turns, calls, jobs, runs of flows, terminals and sessions that are deleted.
   * Rows that stay keep the rows they name; a live terminal keeps its last turn and its last reply.
   */
  prune(before: number): void;
  close(): void;
}
