import type {
  AgentProfile,
  AnswerRequest,
  CaoEvent,
  CreateFlowRequest,
  CreateJobRequest,
  CreateSessionRequest,
  CreateTerminalRequest,
  DeleteSessionResponse,
  Explanation,
  Flow,
  FlowRun,
  Health,
  InputRequest,
  InputResponse,
  Job,
  KeyRequest,
  Message,
  MessageReceipt,
  MessageStatus,
  OutputMode,
  OutputResponse,
  PluginReport,
  ProfileRow,
  ProviderCheck,
  ProviderRow,
  RunFlowResponse,
  SendMessageRequest,
  SessionDetail,
  SessionRow,
  Skill,
  Terminal,
  TerminalRow,
  Turn,
  UnusableProvider,
} from '@cao/contracts';
import type { CallOptions, RequestOptions } from './request.ts';
import type { SocketHandlers, SocketOptions, TerminalSocket } from './socket.ts';

/** Every method throws `CaoError` and nothing else: the server's words, or `unavailable`, `timeout`, `cancelled` of its own. */
export interface CaoClient {
  readonly baseUrl: string;
  /** For what has no method here; `path` begins with a slash. The answer is as the server sent it. */
  request(method: string, path: string, options?: RequestOptions): Promise<unknown>;
  health(options?: CallOptions): Promise<Health>;
  readonly sessions: SessionCalls;
  readonly terminals: TerminalCalls;
  readonly turns: TurnCalls;
  readonly inbox: InboxCalls;
  readonly jobs: JobCalls;
  readonly flows: FlowCalls;
  readonly profiles: {
    list(options?: CallOptions): Promise<ProfileRow[]>;
    get(name: string, options?: CallOptions): Promise<AgentProfile>;
  };
  readonly providers: {
    list(options?: CallOptions): Promise<ProviderRow[]>;
    check(id?: string, options?: CallOptions): Promise<ProviderCheck[]>;
    unusable(options?: CallOptions): Promise<UnusableProvider[]>;
  };
  /** Plugins, what they have done, and what cannot be used. */
  plugins(options?: CallOptions): Promise<PluginReport>;
  readonly skills: { get(name: string, options?: CallOptions): Promise<Skill> };
  /** Events from now on, or after `lastEventId`; goes on through broken connections and server restarts without a gap. */
  events(options?: EventOptions): AsyncGenerator<CaoEvent, void, undefined>;
  /** Needs the `WebSocket` of the client's options, or a global one. */
  terminalSocket(id: string, handlers: SocketHandlers, options?: SocketOptions): TerminalSocket;
}

export interface SessionCalls {
  create(request: CreateSessionRequest, options?: CallOptions): Promise<Terminal>;
  list(options?: CallOptions): Promise<SessionRow[]>;
  get(name: string, options?: CallOptions): Promise<SessionDetail>;
  remove(name: string, options?: CallOptions): Promise<DeleteSessionResponse>;
  terminals(name: string, options?: CallOptions): Promise<TerminalRow[]>;
}

export interface TerminalCalls {
  create(sessionName: string, request: CreateTerminalRequest, options?: CallOptions): Promise<Terminal>;
  get(id: string, options?: CallOptions): Promise<Terminal>;
  explain(id: string, options?: CallOptions): Promise<Explanation>;
  screen(id: string, options?: CallOptions): Promise<Screen>;
  capture(id: string, options?: CallOptions): Promise<Capture>;
  input(id: string, request: InputRequest, options?: CallOptions): Promise<InputResponse>;
  key(id: string, key: KeyRequest['key'], options?: CallOptions): Promise<void>;
  answer(id: string, answer: AnswerRequest['answer'], options?: CallOptions): Promise<void>;
  interrupt(id: string, options?: CallOptions): Promise<void>;
  output(id: string, mode: OutputMode, options?: CallOptions): Promise<OutputResponse>;
  workingDirectory(id: string, options?: CallOptions): Promise<string | null>;
  exit(id: string, options?: CallOptions): Promise<void>;
  /** Starts the CLI of an ended terminal again, with the conversation it had. */
  resume(id: string, options?: CallOptions): Promise<Terminal>;
  remove(id: string, options?: CallOptions): Promise<void>;
  /** Newest first. */
  turns(id: string, options?: CallOptions & { readonly limit?: number }): Promise<Turn[]>;
  /** The terminal as soon as it can take input, asks something, or has ended; throws `timeout` after `timeoutMs`. */
  waitReady(id: string, options: WaitOptions): Promise<Terminal>;
}

export interface TurnCalls {
  get(id: string, options?: CallOptions): Promise<Turn>;
  /** The turn when it ended or asks for input; the turn as it is after `timeoutMs`. Survives a server restart. */
  wait(id: string, options: WaitOptions): Promise<Turn>;
}

export interface InboxCalls {
  send(receiverId: string, request: SendMessageRequest, options?: CallOptions): Promise<MessageReceipt>;
  /** Oldest first. `limit` is 10 unless given, at most 100. */
  list(
    receiverId: string,
    options?: CallOptions & { readonly limit?: number; readonly status?: MessageStatus },
  ): Promise<Message[]>;
}

export interface JobCalls {
  create(request: CreateJobRequest, options?: CallOptions): Promise<Job>;
  get(id: string, options?: CallOptions): Promise<Job>;
  list(options?: CallOptions & JobFilter): Promise<Job[]>;
  /** The job when it ended or asks for input; the job as it is after `timeoutMs`. Survives a server restart. */
  wait(id: string, options: WaitOptions): Promise<Job>;
  cancel(id: string, options?: CallOptions): Promise<Job>;
}

export interface FlowCalls {
  /** By the time of the next run, disabled ones last. */
  list(options?: CallOptions): Promise<Flow[]>;
  get(name: string, options?: CallOptions): Promise<Flow>;
  create(request: CreateFlowRequest, options?: CallOptions): Promise<Flow>;
  /** A file on the server's machine, by its absolute path. */
  add(filePath: string, options?: CallOptions): Promise<Flow>;
  remove(name: string, options?: CallOptions): Promise<void>;
  enable(name: string, options?: CallOptions): Promise<void>;
  disable(name: string, options?: CallOptions): Promise<void>;
  /** When its session was started, or will not be; throws what kept it from that. Its script has 30 seconds, hence the longer limit. */
  run(name: string, options?: CallOptions): Promise<RunFlowResponse>;
  /** Newest first; `limit` is 20 unless given, at most 200. */
  runs(name: string, options?: CallOptions & { readonly limit?: number }): Promise<FlowRun[]>;
}

export interface JobFilter {
  readonly callerId?: string;
  readonly sessionName?: string;
  readonly limit?: number;
}

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface EventOptions {
  /** Start after this event; absent: from now on. */
  readonly lastEventId?: number;
  readonly sessionName?: string;
  readonly terminalId?: string;
  /** Ends the iteration without an error. */
  readonly signal?: AbortSignal;
}

/** GET /terminals/{id}/screen: the screen as rows of plain text, top to bottom. */
export interface Screen {
  readonly lines: string[];
  readonly cols: number;
  readonly rows: number;
  readonly cursor: { readonly row: number; readonly col: number; readonly visible: boolean };
  readonly title: string;
  readonly alternate: boolean;
  readonly bracketedPaste: boolean;
  readonly faint: [number, number, number][];
  readonly revision: number;
}

/** GET /terminals/{id}/capture: a live screen with all that its provider makes of it. */
export interface Capture {
  readonly provider: string;
  readonly version: string | null;
  readonly prompt: string | null;
  readonly screen: Screen;
  /** `ScreenReading` of `@cao/provider-sdk`. */
  readonly reading: Readonly<Record<string, unknown>> & { readonly state: string; readonly rule: string };
  readonly reply: string | null;
  readonly signals: unknown[];
  readonly events: unknown[];
}
