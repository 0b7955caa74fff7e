import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type {
  ErrorCode,
  FlowMissed,
  FlowOverlap,
  FlowRunState,
  JobState,
  MessageStatus,
  OrchestrationType,
  Question,
  ReplySource,
  TerminalRole,
  TurnOrigin,
  TurnState,
} from '@cao/contracts';

/** How far a source was read, and what of an answer was read in it that is not complete yet. */
export interface SourcePlace {
  readonly path: string;
  readonly offset: number;
  readonly reply?: { readonly message: string; readonly text: string; readonly at?: number };
}

/** Times are integers: milliseconds since the epoch. Nothing here is a path that only this machine understands, except logs. */

export const sessions = sqliteTable(
  'sessions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull(),
    workingDirectory: text('working_directory').notNull(),
    /** Variables forwarded by `--env` to every terminal of the session. */
    env: text('env', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    createdAt: integer('created_at').notNull(),
    deletedAt: integer('deleted_at'),
  },
  (t) => [
    uniqueIndex('sessions_live_name')
      .on(t.name)
      .where(sql`${t.deletedAt} is null`),
  ],
);

export const terminals = sqliteTable(
  'terminals',
  {
    id: text('id').primaryKey(),
    sessionId: integer('session_id')
      .notNull()
      .references(() => sessions.id),
    /** Order of creation inside the session; the conductor has the lowest. */
    seq: integer('seq').notNull(),
    name: text('name').notNull(),
    provider: text('provider').notNull(),
    agentProfile: text('agent_profile').notNull(),
    role: text('role').$type<TerminalRole>().notNull(),
    callerId: text('caller_id'),
    workingDirectory: text('working_directory').notNull(),
    allowedTools: text('allowed_tools', { mode: 'json' }).$type<string[]>().notNull(),
    /** The most that those it delegates to may have. */
    toolGrant: text('tool_grant', { mode: 'json' }).$type<string[]>().notNull(),
    autoApprove: integer('auto_approve', { mode: 'boolean' }).notNull(),
    model: text('model'),
    /** Everything a new server needs to read this agent again. */
    launch: text('launch', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    conversationId: text('conversation_id'),
    transcriptPath: text('transcript_path'),
    /** `creating` until the program was started; `running`; `exited`. */
    lifecycle: text('lifecycle').$type<'creating' | 'running' | 'exited'>().notNull(),
    exitCode: integer('exit_code'),
    exitReason: text('exit_reason'),
    /** Counts starts of the program in this terminal. */
    epoch: integer('epoch').notNull(),
    /** Byte offsets already read, by source: `signal`, and the provider's own file sources. */
    offsets: text('offsets', { mode: 'json' }).$type<Record<string, SourcePlace>>().notNull(),
    /** The belief as last written, to go on from after a restart. */
    belief: text('belief', { mode: 'json' }).$type<Record<string, unknown>>(),
    /** The turn before which the agent was told what is remembered. */
    memoryTurn: text('memory_turn'),
    createdAt: integer('created_at').notNull(),
    readyAt: integer('ready_at'),
    lastActive: integer('last_active').notNull(),
    deletedAt: integer('deleted_at'),
  },
  (t) => [index('terminals_session').on(t.sessionId, t.seq), index('terminals_live').on(t.deletedAt)],
);

export const turns = sqliteTable(
  'turns',
  {
    id: text('id').primaryKey(),
    terminalId: text('terminal_id')
      .notNull()
      .references(() => terminals.id),
    seq: integer('seq').notNull(),
    origin: text('origin').$type<TurnOrigin>().notNull(),
    senderId: text('sender_id').notNull(),
    /** What the sender wrote. */
    text: text('text').notNull(),
    /** What is typed: the text with what CAO wraps around it. */
    prompt: text('prompt').notNull(),
    state: text('state').$type<TurnState>().notNull(),
    /** How often the text was typed; part of the idempotency key of the typing. */
    attempts: integer('attempts').notNull(),
    nativeId: text('native_id'),
    question: text('question', { mode: 'json' }).$type<Question>(),
    reply: text('reply'),
    replySource: text('reply_source').$type<ReplySource>(),
    error: text('error'),
    submittedAt: integer('submitted_at').notNull(),
    acceptedAt: integer('accepted_at'),
    endedAt: integer('ended_at'),
  },
  (t) => [
    uniqueIndex('turns_terminal_seq').on(t.terminalId, t.seq),
    // Asked at every step of an agent.
    index('turns_open')
      .on(t.terminalId, t.seq)
      .where(sql`${t.endedAt} is null`),
  ],
);

export const messages = sqliteTable(
  'messages',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    senderId: text('sender_id').notNull(),
    receiverId: text('receiver_id')
      .notNull()
      .references(() => terminals.id),
    message: text('message').notNull(),
    orchestrationType: text('orchestration_type').$type<OrchestrationType>().notNull(),
    /** Outside state. `pending` covers queued and claimed. */
    status: text('status').$type<MessageStatus>().notNull(),
    /** The server instance that claimed it, until the agent took it. */
    claimedBy: text('claimed_by'),
    claimedUntil: integer('claimed_until'),
    attempts: integer('attempts').notNull(),
    turnId: text('turn_id'),
    reason: text('reason'),
    createdAt: integer('created_at').notNull(),
    deliveredAt: integer('delivered_at'),
  },
  (t) => [
    index('messages_receiver').on(t.receiverId, t.id),
    // Claims stay cheap however long the history is.
    index('messages_pending')
      .on(t.receiverId, t.id)
      .where(sql`${t.status} = 'pending'`),
    index('messages_turn')
      .on(t.turnId)
      .where(sql`${t.turnId} is not null`),
  ],
);

export const jobs = sqliteTable(
  'jobs',
  {
    id: text('id').primaryKey(),
    type: text('type').$type<'handoff' | 'assign'>().notNull(),
    state: text('state').$type<JobState>().notNull(),
    callerId: text('caller_id'),
    sessionName: text('session_name').notNull(),
    agentProfile: text('agent_profile').notNull(),
    provider: text('provider').notNull(),
    message: text('message').notNull(),
    workingDirectory: text('working_directory').notNull(),
    terminalId: text('terminal_id'),
    turnId: text('turn_id'),
    timeout: integer('timeout').notNull(),
    deadlineAt: integer('deadline_at'),
    output: text('output'),
    errorCode: text('error_code').$type<ErrorCode>(),
    errorMessage: text('error_message'),
    question: text('question', { mode: 'json' }).$type<Question>(),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    endedAt: integer('ended_at'),
  },
  (t) => [
    index('jobs_open').on(t.endedAt),
    index('jobs_terminal').on(t.terminalId),
    index('jobs_caller').on(t.callerId),
  ],
);

/** Tool calls of agents and operators, so that a call outlives the connection and the server it came through. */
export const calls = sqliteTable(
  'calls',
  {
    id: text('id').primaryKey(),
    /** The terminal that calls, or `OPERATOR`; hence no reference. */
    terminalId: text('terminal_id').notNull(),
    /** JSON-RPC id as JSON text: `1` or `"a"`. */
    rpcId: text('rpc_id').notNull(),
    /** JSON text like the id, when the client wants progress: also on the stream that resumes the call. */
    progressToken: text('progress_token'),
    tool: text('tool').notNull(),
    /** Hash of the arguments: a repeated call of the same terminal, tool and arguments is the same while undelivered. */
    argsHash: text('args_hash').notNull(),
    /** The arguments, to run a call again whose server died. */
    args: text('args', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    jobId: text('job_id'),
    /** The tool result as JSON, when the call has ended. */
    result: text('result', { mode: 'json' }).$type<Record<string, unknown>>(),
    createdAt: integer('created_at').notNull(),
    endedAt: integer('ended_at'),
    /** When the answer was written to a connection that was still open. */
    deliveredAt: integer('delivered_at'),
  },
  (t) => [index('calls_same').on(t.terminalId, t.tool, t.argsHash), index('calls_job').on(t.jobId)],
);

/** Schedules. What a flow does is in its file; these columns are what the file said when it was last read. */
export const flows = sqliteTable(
  'flows',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull(),
    filePath: text('file_path').notNull(),
    /** Written by CAO, and removed with the flow. */
    ownsFile: integer('owns_file', { mode: 'boolean' }).notNull(),
    schedule: text('schedule').notNull(),
    timeZone: text('time_zone'),
    agentProfile: text('agent_profile').notNull(),
    provider: text('provider'),
    script: text('script'),
    workingDirectory: text('working_directory'),
    overlap: text('overlap').$type<FlowOverlap>().notNull(),
    missed: text('missed').$type<FlowMissed>().notNull(),
    enabled: integer('enabled', { mode: 'boolean' }).notNull(),
    lastRunAt: integer('last_run_at'),
    /** Null while it is disabled. */
    nextRunAt: integer('next_run_at'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [uniqueIndex('flows_name').on(t.name), index('flows_next').on(t.nextRunAt)],
);

/** By the flow's name, so that the history outlives a flow that is removed and added again. */
export const flowRuns = sqliteTable(
  'flow_runs',
  {
    id: text('id').primaryKey(),
    flowName: text('flow_name').notNull(),
    trigger: text('trigger').$type<'schedule' | 'manual'>().notNull(),
    state: text('state').$type<FlowRunState>().notNull(),
    reason: text('reason'),
    errorCode: text('error_code').$type<ErrorCode>(),
    errorMessage: text('error_message'),
    /** The filled template, from the moment the session is started until the agent was given it. */
    prompt: text('prompt'),
    sessionName: text('session_name'),
    terminalId: text('terminal_id'),
    turnId: text('turn_id'),
    dueAt: integer('due_at').notNull(),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (t) => [
    index('flow_runs_flow').on(t.flowName, t.startedAt),
    index('flow_runs_terminal').on(t.terminalId),
    index('flow_runs_open')
      .on(t.id)
      .where(sql`${t.endedAt} is null`),
  ],
);

export const events = sqliteTable(
  'events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    type: text('type').notNull(),
    at: integer('at').notNull(),
    sessionName: text('session_name'),
    terminalId: text('terminal_id'),
    data: text('data', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (t) => [index('events_terminal').on(t.terminalId, t.id)],
);

/** Where each durable plugin is in the events. Beside them, so that one is never kept without the other. */
export const pluginCursors = sqliteTable('plugin_cursors', {
  plugin: text('plugin').primaryKey(),
  eventId: integer('event_id').notNull(),
});
