import type {
  AgentProfile,
  CaoEvent,
  CreateFlowRequest,
  CreateJobRequest,
  CreateSessionRequest,
  CreateTerminalRequest,
  DeleteSessionResponse,
  Explanation,
  Flow,
  FlowRun,
  InputRequest,
  InstallProfileRequest,
  InstallProfileResponse,
  Job,
  Message,
  MessageStatus,
  OfferedTool,
  OutputMode,
  OutputResponse,
  ProfileRow,
  ProviderCheck,
  ProviderRow,
  RunFlowResponse,
  SessionDetail,
  SessionRow,
  Skill,
  Terminal,
  Turn,
  UnusableProvider,
} from '@cao/contracts';
import type { Viewer, ViewerOptions } from '@cao/terminal';
import type { ScreenSnapshot } from '@cao/provider-sdk';
import type { Capture } from './sessions/capture.ts';

/** What CAO does. HTTP, MCP and CLI are thin faces of these use cases; all of them throw `CaoError` and nothing else on purpose. */
export interface Engine {
  readonly sessions: SessionUseCases;
  readonly terminals: TerminalUseCases;
  readonly turns: TurnUseCases;
  readonly inbox: InboxUseCases;
  readonly jobs: JobUseCases;
  readonly flows: FlowUseCases;
  readonly tools: ToolHost;
  /** The tools of somebody outside every session, whose calls have the terminal id `OPERATOR`. */
  readonly operatorTools: ToolHost;
  readonly profiles: ProfileUseCases;
  readonly providers: ProviderUseCases;
  readonly skills: SkillUseCases;
  readonly memory: MemoryUseCases;
  readonly events: EventUseCases;
  readonly tokens: TokenUseCases;
  /** Re-adopts what runs, settles what was under way, then accepts work. */
  start(): Promise<void>;
  /** Stops accepting work and lets go of the terminals; agents go on. Jobs are resumed by the next start. */
  stop(): Promise<void>;
}

export interface SessionUseCases {
  /** Resolves when the record exists and the program was started; the agent's start-up goes on in the background. */
  create(request: CreateSessionRequest): Promise<Terminal>;
  list(): readonly SessionRow[];
  get(name: string): SessionDetail;
  remove(name: string): Promise<DeleteSessionResponse>;
}

export interface TerminalUseCases {
  create(sessionName: string, request: CreateTerminalRequest): Promise<Terminal>;
  get(id: string): Terminal;
  listBySession(sessionName: string): readonly Terminal[];
  explain(id: string): Promise<Explanation>;
  screen(id: string): Promise<ScreenSnapshot>;
  /** The screen as it is now and everything the provider makes of it. Throws `terminal_gone` when the agent has ended. */
  capture(id: string): Promise<Capture>;
  /** Opens a turn. Throws `not_ready` when the agent cannot take input now. Resolves when the text was typed. */
  input(id: string, request: InputRequest): Promise<Turn>;
  key(id: string, key: string): Promise<void>;
  /** Answers the question the terminal asks; throws `conflict` when it asks none. */
  answer(id: string, answer: string): Promise<void>;
  interrupt(id: string): Promise<void>;
  output(id: string, mode: OutputMode): Promise<OutputResponse>;
  /** The agent's current directory. */
  workingDirectory(id: string): Promise<string | null>;
  /** Asks the CLI to leave. */
  exit(id: string): Promise<void>;
  /**
   * Starts the CLI of an ended terminal again with the conversation it had. Throws `conflict` while it runs, and when the CLI
   * cannot. Resolves when the program was started.
   */
  resume(id: string): Promise<Terminal>;
  remove(id: string): Promise<void>;
  attach(id: string, options: ViewerOptions): Promise<Viewer>;
  /** Resolves with the terminal as soon as it is ready, asks, or has ended; throws `timeout` after `timeoutMs`. */
  waitReady(id: string, options: { timeoutMs: number; signal?: AbortSignal }): Promise<Terminal>;
}

export interface TurnUseCases {
  get(id: string): Turn;
  list(terminalId: string, limit: number): readonly Turn[];
  /** Resolves with the turn when it ended or asks for input; with the turn as it is after `timeoutMs`. */
  wait(id: string, options: { timeoutMs: number; signal?: AbortSignal }): Promise<Turn>;
}

export interface InboxUseCases {
  send(request: { senderId: string; receiverId: string; message: string }): Promise<Message>;
  list(receiverId: string, options: { limit: number; status?: MessageStatus }): readonly Message[];
}

export interface JobUseCases {
  create(request: CreateJobRequest & { callerId: string | undefined }): Job;
  get(id: string): Job;
  list(options: { callerId?: string; sessionName?: string; limit: number }): readonly Job[];
  /** Resolves with the job when it ended or asks for input; with the job as it is after `timeoutMs`. */
  wait(id: string, options: { timeoutMs: number; signal?: AbortSignal }): Promise<Job>;
  cancel(id: string): Promise<Job>;
}

/** Sessions that start by themselves. The file of a flow says what it does; the record when, and what became of it. */
export interface FlowUseCases {
  /** By the time of the next run, disabled ones last. One whose file cannot be read says so and hides no other. */
  list(): Promise<readonly Flow[]>;
  get(name: string): Promise<Flow>;
  /** Writes the file of a new flow. Throws `conflict` when a flow or a file has the name; nothing is overwritten. */
  create(request: CreateFlowRequest): Promise<Flow>;
  /** Makes a file a flow, which stays where it is. */
  add(filePath: string): Promise<Flow>;
  /** A file that `create` wrote goes with it; its session and its history stay. */
  remove(name: string): Promise<void>;
  enable(name: string): Promise<void>;
  disable(name: string): void;
  /** Now, whether it is enabled or not. Resolves when the session was started, or will not be; throws what kept it from that. */
  run(name: string): Promise<RunFlowResponse>;
  /** Newest first; of a removed flow too. */
  runs(name: string, limit: number): readonly FlowRun[];
}

export interface ToolResult {
  /** The structured answer; the text the model sees is made from it. */
  readonly content: Readonly<Record<string, unknown>> | string;
  readonly isError: boolean;
}

/** One tool call of one agent, durable from `call` on. */
export interface ToolCall {
  /** `c_…`; names the call on the wire as SSE event id. */
  readonly id: string;
  readonly terminalId: string;
  /** The JSON-RPC id the answer must carry. */
  readonly rpcId: string | number;
  /** What progress is to be reported under, when the client wants any. */
  readonly progressToken: string | number | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly result: Promise<ToolResult>;
  /** Short sentences while it lasts; returns the way to stop listening. */
  onProgress(listener: (text: string) => void): () => void;
  /** The answer reached the caller's connection: from now on an equal call is a new one. */
  delivered(): void;
  /** The connection broke before the answer: an equal call is from now on this one, repeated. */
  disconnected(): void;
}

export interface ToolCallRequest {
  readonly terminalId: string;
  readonly rpcId: string | number;
  readonly progressToken?: string | number | undefined;
  readonly tool: string;
  readonly args: Record<string, unknown>;
}

export interface ToolHost {
  /** Starts a call, or returns the running or undelivered one with the same terminal, tool and arguments. Arguments were parsed. */
  call(request: ToolCallRequest): ToolCall;
  /** After a broken stream or a restart. Undefined when there is no such call of this terminal. */
  resume(callId: string, terminalId: string): ToolCall | undefined;
  /** The tools that plugins bring and that this agent may call. */
  others(terminalId: string): Promise<readonly OfferedTool[]>;
  /** The agent's CLI has asked which tools there are: from now on it can call them. */
  listed(terminalId: string): void;
}

export interface ProfileUseCases {
  list(): Promise<readonly ProfileRow[]>;
  get(name: string): Promise<AgentProfile>;
  /** By name or https address; never from a file of this machine. */
  install(request: InstallProfileRequest): Promise<InstallProfileResponse>;
}

export interface ProviderUseCases {
  list(): Promise<readonly ProviderRow[]>;
  /** Looks closer at every provider, or at one: starts the programs for their versions, reads who is signed in. */
  check(id?: string): Promise<readonly ProviderCheck[]>;
  /** Loads every provider and tells which packages cannot be used, and why. */
  unusable(): Promise<readonly UnusableProvider[]>;
}

export interface SkillUseCases {
  get(name: string): Promise<Skill>;
}

export interface MemoryUseCases {
  /** What a terminal is told before its first input, as it would be now; empty when there is nothing, and with the memory off. */
  context(terminalId: string): Promise<string>;
}

export interface EventUseCases {
  lastId(): number;
  since(afterId: number, options: { limit: number; terminalId?: string; sessionName?: string }): readonly CaoEvent[];
  subscribe(listener: (event: CaoEvent) => void): () => void;
}

/** Who speaks. The owner may do everything; an agent acts as itself, inside its own session. */
export type Identity = { readonly kind: 'owner' } | { readonly kind: 'agent'; readonly terminalId: string };

export interface TokenUseCases {
  identify(token: string): Identity | undefined;
}
