import type { OfferedTool } from '@cao/contracts';

export interface ToolCallRequest {
  readonly terminalId: string;
  readonly rpcId: string | number;
  readonly progressToken?: string | number | undefined;
  readonly tool: string;
  readonly args: Record<string, unknown>;
}

/**
 * What runs the tools. The engine's `ToolHost` has this shape; it is repeated here so that this package can be used, and
 * tested, without an engine.
 */
export interface ToolHost {
  /** Starts a call, durable from here on, or returns the running or undelivered one with the same terminal, tool and arguments. */
  call(request: ToolCallRequest): ToolCall;
  /** After a broken stream or a restart. Undefined when there is no such call of this terminal. */
  resume(callId: string, terminalId: string): ToolCall | undefined;
  /** The tools of others that this agent may call. */
  others?(terminalId: string): Promise<readonly OfferedTool[]>;
  /** The agent's CLI has asked which tools there are: from now on it can call them. */
  listed(terminalId: string): void;
}

export interface ToolCall {
  /** The SSE event id under which the answer can be asked for again. */
  readonly id: string;
  readonly terminalId: string;
  readonly rpcId: string | number;
  /** What progress is to be reported under, when the client wants any. */
  readonly progressToken: string | number | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** May reject with a `CaoError`; that becomes an error result. */
  readonly result: Promise<ToolResult>;
  onProgress(listener: (text: string) => void): () => void;
  /** The answer reached the caller's connection: from now on an equal call is a new one. */
  delivered(): void;
  /** The connection broke before the answer: an equal call is from now on this one, repeated. */
  disconnected(): void;
}

export interface ToolResult {
  readonly content: Readonly<Record<string, unknown>> | string;
  readonly isError: boolean;
}
