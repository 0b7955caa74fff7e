import type { Readable } from 'node:stream';

/** A stream that may be the user's terminal. */
export interface OutputStream {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly rows: number;
  write(data: string | Uint8Array): void;
}

/** Everything a command touches outside itself; `main.ts` makes it from the process, tests make their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly userHome: string;
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(on: boolean): unknown };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  out(text: string): void;
  err(text: string): void;
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls back when the user's terminal changed its size. Returns the way to stop. */
  onResize(listener: () => void): () => void;
  /** Whether Ctrl-C was pressed. */
  interrupted(): boolean;
  /** Runs work that knows how to end on Ctrl-C; without it Ctrl-C ends the program with 130. */
  interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Makes this process another program: from now on its script handles signals and ends the process. */
  become(script: string, args: readonly string[]): Promise<never>;
  /** Called when the program is about to end for whatever reason, synchronously. Returns the way to take it back. */
  onExit(listener: () => void): () => void;
}
