/**
 * The port through which the engine has terminals. The terminal host is one implementation; anything that passes the
 * contract suite in `./testing` may be another.
 */
import type { InputBatch, InputReceipt } from './input.ts';
import type { ScreenSnapshot } from './screen.ts';

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

export interface SpawnSpec {
  /** Eight hex digits. Spawning an id that exists returns what is there: the call may be repeated. */
  readonly id: string;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** The whole environment of the program; nothing is inherited from the host. */
  readonly env: Readonly<Record<string, string>>;
  readonly size: Size;
  /** Raw bytes of the terminal are appended here. */
  readonly logPath: string;
  /** Kept by the host and given back with the facts, so that a new server recognises its own. At most 4 KiB as JSON. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface TerminalFacts {
  readonly id: string;
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly size: Size;
  readonly title: string;
  /** Bytes written to the log so far. */
  readonly logBytes: number;
  readonly revision: number;
  readonly exit: ExitFacts | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Attached viewers. */
  readonly viewers: number;
  readonly logPath: string;
}

export interface ExitFacts {
  readonly code: number | undefined;
  readonly signal: number | undefined;
  readonly at: number;
}

/** What the host tells by itself. */
export type TerminalEvent =
  /** First output after silence. */
  | { readonly type: 'active'; readonly id: string; readonly at: number }
  /**
   * Silence after output (about 60 ms, 120 between ticks of text that runs through the screen), or every second of output that
   * never falls silent (`flowing`).
   */
  | {
      readonly type: 'settled';
      readonly id: string;
      readonly at: number;
      readonly revision: number;
      readonly flowing: boolean;
      /** Flowing text that runs through the screen: of what stood there a second ago nothing is left, so nothing there stands still. */
      readonly passing: boolean;
    }
  | { readonly type: 'title'; readonly id: string; readonly at: number; readonly title: string }
  /** OSC 9, OSC 777, or a bell (empty text). Progress reports (OSC 9;4) are not told. */
  | { readonly type: 'notification'; readonly id: string; readonly at: number; readonly text: string }
  | { readonly type: 'viewers'; readonly id: string; readonly at: number; readonly viewers: number }
  /** A viewer typed; `submitted` when the bytes contained an Enter. */
  | { readonly type: 'typed'; readonly id: string; readonly at: number; readonly submitted: boolean }
  | { readonly type: 'exit'; readonly id: string; readonly at: number; readonly exit: ExitFacts };

/** None of these is called before `attach` has returned the viewer. */
export interface ViewerOptions {
  /** Bytes for the viewer's own terminal. `reset`: forget what was drawn, this is a whole screen. */
  readonly onData: (data: Uint8Array, reset: boolean) => void;
  readonly onSize: (size: Size, control: boolean) => void;
  readonly onEnd: (exit: ExitFacts | undefined) => void;
  /** Ask for the control seat with this size; given only when it is free. */
  readonly control?: Size;
}

/** One person looking at a terminal. Only the holder of the control seat changes its size; the first size returns with the seat. */
export interface Viewer {
  write(data: Uint8Array): void;
  resize(size: Size): void;
  /** Takes the seat from whoever has it, or leaves it. */
  control(take: boolean, size?: Size): void;
  /** Tells the host that this many more bytes were drawn; unacknowledged output is replaced by a fresh screen. */
  ack(bytes: number): void;
  detach(): void;
}

export interface TerminalBackend {
  /** Changes when the host process does; terminals of another instance are gone. */
  readonly instance: string;
  readonly kind: string;
  spawn(spec: SpawnSpec): Promise<TerminalFacts>;
  list(): Promise<readonly TerminalFacts[]>;
  get(id: string): Promise<TerminalFacts | undefined>;
  /** The screen with everything parsed that the program wrote before the call. */
  snapshot(id: string): Promise<ScreenSnapshot>;
  /**
   * Rows of scrollback and screen, oldest first, wrapped lines joined, rendered from the log: the last `maxLines`, 5000 if
   * not given, 10000 at most.
   */
  render(id: string, options?: { readonly maxLines?: number }): Promise<readonly string[]>;
  /** Bytes of the log from `offset`, at most `length` (1 MiB). `end` is the length of the log, so more can be read until there. */
  readLog(
    id: string,
    range: { readonly offset: number; readonly length: number },
  ): Promise<{ data: Uint8Array; end: number }>;
  /**
   * Types a batch, alone and in order. `key` makes it idempotent for the terminal's life: a repeated key (of the last 512) is
   * not typed again and returns the first receipt, also to a server that was restarted in between. Resolves when the
   * program's terminal has taken the last byte, however slowly it reads; rejects with `terminal_gone` when the program ended
   * before.
   */
  input(id: string, batch: InputBatch): Promise<InputReceipt>;
  resize(id: string, size: Size): Promise<void>;
  /** Sends a signal to the program's process group. No-op after exit. */
  signal(id: string, signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL'): Promise<void>;
  /** Kills what runs (SIGHUP, then SIGKILL to the whole process group) and forgets the terminal; the log stays. Idempotent. */
  remove(id: string): Promise<void>;
  attach(id: string, options: ViewerOptions): Promise<Viewer>;
  /** Events of all terminals from now on. Returns the way to stop. */
  on(listener: (event: TerminalEvent) => void): () => void;
  /** Called when the connection to the host is lost for good (it died). */
  onLost(listener: (error: Error) => void): () => void;
  /** Lets go of the host; terminals go on. */
  close(): Promise<void>;
  /** Ends the host with everything in it. */
  shutdown(): Promise<void>;
}
