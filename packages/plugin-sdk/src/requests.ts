import type { OrchestrationType, RequestKind } from '@cao/contracts';

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

/** An agent, or the operator (`terminal_id` is `operator`), calls one of CAO's tools. */
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

/** What a plugin may change of them; who acts upon whom it may not. */
export interface Changes {
  launch: Partial<
    Pick<
      LaunchRequest,
      'agent_profile' | 'provider' | 'working_directory' | 'model' | 'allowed_tools' | 'yolo' | 'message'
    >
  >;
  message: Partial<Pick<MessageRequest, 'message'>>;
  tool_call: Partial<Pick<ToolCallRequest, 'arguments'>>;
}

/** Nothing: go on. The reason of a veto is told to whoever asked; that of a change stands in the event log. */
export type Verdict<K extends RequestKind> =
  | { readonly veto: string }
  | { readonly change: Changes[K]; readonly reason: string }
  | undefined
  | void;
