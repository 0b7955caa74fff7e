import type { FlowRunState } from './flow.ts';
import type { ErrorCode } from './errors.ts';
import type { Question } from './question.ts';
import type { RequestKind } from './request.ts';
import type { JobState, OrchestrationType, TerminalStatus, TurnOrigin, TurnState } from './status.ts';

/** Version of the events' fields. Grows when one changes its meaning or goes away, never for one that is added. */
export const EVENT_SCHEMA_VERSION = 1;

interface TurnData {
  readonly turn_id: string;
  readonly origin: TurnOrigin;
  readonly state: TurnState;
  /** Why it failed. */
  readonly error: string | null;
  readonly question: Question | null;
}

interface MessageData {
  readonly message_id: number;
  /** A terminal id, or a label such as `user`. */
  readonly sender: string;
  readonly receiver: string;
}

interface JobData {
  readonly job_id: string;
  readonly type: 'handoff' | 'assign';
  /** The terminal that delegated; null for a person. */
  readonly caller_id: string | null;
}

interface FlowRunData {
  readonly flow_name: string;
  readonly run_id: string;
  readonly trigger: 'schedule' | 'manual';
}

interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What `data` of each event holds. The first five are those of CAO (Python). */
export interface EventData {
  /** A session exists and its first terminal is ready. */
  post_create_session: { readonly session_name: string };
  post_kill_session: { readonly session_name: string };
  /** A terminal's CLI reached its first prompt. */
  post_create_terminal: {
    readonly terminal_id: string;
    readonly agent_name: string | null;
    readonly provider: string;
  };
  post_kill_terminal: { readonly terminal_id: string; readonly agent_name: string | null };
  /** Text of one agent was taken by another. `message` is what the sender wrote, without what CAO wraps around it. */
  post_send_message: {
    /** A terminal id, or a label such as `user`. */
    readonly sender: string;
    readonly receiver: string;
    readonly message: string;
    readonly orchestration_type: OrchestrationType;
  };
  /** What a terminal's agent is doing changed. `ready`: it can take input now. */
  terminal_status: {
    readonly status: TerminalStatus;
    /** Why CAO believes so. */
    readonly reason: string;
    readonly ready: boolean;
    readonly question: Question | null;
  };
  /** The agent's program ended. */
  terminal_exited: { readonly exit_code: number | null; readonly reason: string };
  terminal_resumed: { readonly terminal_id: string; readonly conversation_id: string | null };
  /** The agent took an input. */
  turn_started: TurnData;
  turn_completed: TurnData;
  /** It failed, was interrupted, or got lost. */
  turn_failed: TurnData;
  /** The agent asks something and waits. Comes again for the same turn when more of the question is seen. */
  needs_input: TurnData;
  message_queued: MessageData;
  message_delivered: MessageData;
  /** It will not arrive. */
  message_failed: MessageData & { readonly reason?: string };
  job_started: JobData & { readonly agent_profile: string };
  job_finished: JobData & {
    readonly state: JobState;
    readonly worker_id: string | null;
    readonly error: Failure | null;
  };
  flow_run_started: FlowRunData;
  flow_run_finished: FlowRunData & {
    readonly state: FlowRunState;
    /** Why it did not run. */
    readonly reason: string | null;
    readonly error: Failure | null;
    readonly session_name: string | null;
  };
  /** A plugin did not let a launch, a message or a tool call happen. */
  request_vetoed: { readonly request: RequestKind; readonly plugin: string; readonly reason: string };
  /** A plugin changed one. `fields` names what; the new values are where they always are, the old ones nowhere. */
  request_changed: {
    readonly request: RequestKind;
    readonly plugin: string;
    readonly reason: string;
    readonly fields: readonly string[];
  };
  server_started: Readonly<Record<string, never>>;
  server_stopping: Readonly<Record<string, never>>;
}
