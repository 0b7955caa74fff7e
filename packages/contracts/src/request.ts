import type { OrchestrationType } from './status.ts';

/** What plugins are asked about before it happens. */
export type RequestKind = 'launch' | 'message' | 'tool_call';

/** An agent is about to be started. Null: nobody said, so the profile or a default decides. */
export interface LaunchRequest {
  readonly origin: 'session' | 'terminal' | 'handoff' | 'assign';
  /** The session it belongs to; null for a new one that CAO will name. */
  readonly session_name: string | null;
  /** The terminal that delegates; null for a person, a script or a flow. */
  readonly caller_id: string | null;
  readonly agent_profile: string;
  readonly provider: string | null;
  readonly working_directory: string | null;
  readonly model: string | null;
  readonly allowed_tools: readonly string[] | null;
  /** Unrestricted tools and no permission questions. */
  readonly yolo: boolean | null;
  /** The task of a `handoff` or `assign`; other agents get theirs as messages. */
  readonly message: string | null;
}

/** Text is about to be given to an agent. What a person types into the terminal itself is none. */
export interface MessageRequest {
  readonly session_name: string | null;
  /** A terminal id, or a label such as `user`. */
  readonly sender: string;
  readonly receiver: string;
  readonly message: string;
  /** Null for the words of a person or a script. */
  readonly orchestration_type: OrchestrationType | null;
}

/** An agent calls one of CAO's tools, or somebody with the operations tools does (`terminal_id` is `cao-ops-mcp`). */
export interface ToolCallRequest {
  readonly terminal_id: string;
  readonly session_name: string | null;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Everything a plugin may be asked about before it happens. */
export interface Requests {
  launch: LaunchRequest;
  message: MessageRequest;
  tool_call: ToolCallRequest;
}

/** What became of a request when all who want to be asked were. */
export interface Decision<K extends RequestKind> {
  /** As it is now. */
  readonly request: Requests[K];
  readonly changes: readonly { readonly plugin: string; readonly reason: string; readonly fields: readonly string[] }[];
  /** Absent: it may happen. */
  readonly veto?: { readonly plugin: string; readonly reason: string };
}

/** Asks plugins before something happens. */
export interface RequestGate {
  /** False: nobody wants to be asked about this kind. */
  wants(kind: RequestKind): boolean;
  /** Each plugin in turn, with what the one before made of it. Never rejects. */
  ask<K extends RequestKind>(kind: K, request: Requests[K]): Promise<Decision<K>>;
}
