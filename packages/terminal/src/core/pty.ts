import { readSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { Size } from '../backend.ts';
import { TerminalError } from '../errors.ts';
import { withoutInheritedHandles } from './inherited-handles.ts';
import { startOf, type TreeRoot } from './process-tree.ts';
import { loadPty, type NativePty } from './pty-native.ts';
import { PtyWriter } from './pty-writer.ts';

/**
 * After the program's exit its last bytes are read until the kernel reports the end. That never comes while a process it left
 * behind holds the terminal; silence of this length ends the reading then.
 */
const EXIT_SILENCE_MS = 200;

/** Such a process may also print without end. What the program itself printed was read long before this. */
const EXIT_DRAIN_MAX_MS = 2_000;

/** What the kernel hands out of a pty at once, at most. */
const REST_BYTES = 4_096;

export interface PtyOptions {
  readonly program: string;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly size: Size;
}

export interface PtyHandlers {
  readonly onData: (chunk: Buffer) => void;
  /** Once, after the last `onData`. */
  readonly onEnd: (code: number | undefined, signal: number | undefined) => void;
}

/** A program in a pseudo terminal. After its end every method is a no-op. */
export class Pty {
  readonly root: TreeRoot;
  readonly writer: PtyWriter;
  readonly #native: NativePty;
  readonly #fd: number;
  readonly #stream: ReadStream;
  readonly #handlers: PtyHandlers;
  readonly #reaped: Promise<void>;
  #exit: { code: number; signal: number; at: number } | undefined;
  #readAt = 0;
  #closed = false;
  #ended = false;

  constructor(options: PtyOptions, handlers: PtyHandlers) {
    const { native, helperPath } = loadPty();
    const { program, argv, cwd, env, size } = options;
    const launch = withoutInheritedHandles(program, { argv, env });
    const [file, ...args] = launch.argv;
    const variables = Object.entries(launch.env).map(([name, value]) => `${name}=${value}`);
    this.#native = native;
    this.#handlers = handlers;
    let reap = (): void => {};
    this.#reaped = new Promise((resolve) => (reap = resolve));
    const onExit = (code: number, signal: number): void => {
      this.#exit = { code, signal, at: performance.now() };
      reap();
      this.#settleEnd();
    };
    const forked = fork(() =>
      native.fork(file, args, variables, cwd, size.cols, size.rows, -1, -1, true, helperPath, onExit),
    );
    this.#fd = forked.fd;
    this.root = { pid: forked.pid, start: startOf(forked.pid) };
    this.#stream = new ReadStream(forked.fd);
    this.writer = new PtyWriter(forked.fd, () => !this.#stream.destroyed);
    this.#stream.on('data', (chunk: Buffer) => this.#read(chunk));
    // The end of a pty is an error (EIO) or an end to Node; both ways lead to 'close'.
    this.#stream.on('error', () => this.#stream.destroy());
    this.#stream.on('end', () => {
      this.#readRest();
      this.#stream.destroy();
    });
    this.#stream.on('close', () => {
      this.#closed = true;
      this.writer.close();
      this.#settleEnd();
    });
  }

  /** True once the program ended; its last output may still be on the way. */
  get exited(): boolean {
    return this.#exit !== undefined;
  }

  /** Resolves when the program ended. */
  get reaped(): Promise<void> {
    return this.#reaped;
  }

  /** Stops reading, which in the end stops the program. */
  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    if (!this.#stream.destroyed) this.#stream.resume();
  }

  /** False when there was nothing to resize any more. */
  resize(size: Size): boolean {
    if (this.#stream.destroyed) return false;
    try {
      this.#native.resize(this.#fd, size.cols, size.rows);
      return true;
    } catch {
      return false;
    }
  }

  /** To the program's process group. False when the program is gone: its number may be someone else's by now. */
  signal(signal: NodeJS.Signals): boolean {
    if (this.exited) return false;
    const { pid } = this.root;
    // Between the fork and the program's first instruction there is no group yet.
    return sendSignal(-pid, signal) || sendSignal(pid, signal);
  }

  /** Lets go of the terminal without waiting for its last output. */
  close(): void {
    this.#stream.destroy();
  }

  #read(chunk: Buffer): void {
    this.#readAt = performance.now();
    this.#handlers.onData(chunk);
    this.writer.kick();
  }

  /**
   * When the other side has hung up, libuv takes one read that did not fill its buffer for the last one. A pty never fills it,
   * so kilobytes may still be there.
   */
  #readRest(): void {
    try {
      for (;;) {
        const buffer = Buffer.allocUnsafe(REST_BYTES);
        const length = readSync(this.#fd, buffer);
        if (length === 0) return;
        this.#read(buffer.subarray(0, length));
      }
    } catch {
      // EIO: that was all.
    }
  }

  #settleEnd(): void {
    if (!this.#exit || this.#ended) return;
    if (!this.#closed) {
      this.#drain(this.#exit.at);
      return;
    }
    this.#ended = true;
    const { code, signal } = this.#exit;
    this.#handlers.onEnd(signal === 0 ? code : undefined, signal === 0 ? undefined : signal);
  }

  #drain(exitAt: number): void {
    setTimeout(() => {
      const seen = this.#readAt;
      // What arrived while the event loop was busy is read before a silence is believed.
      setImmediate(() => {
        if (this.#closed) return;
        const now = performance.now();
        const quiet = seen === this.#readAt && now - Math.max(this.#readAt, exitAt) >= EXIT_SILENCE_MS;
        if (!this.#stream.isPaused() && (quiet || now - exitAt >= EXIT_DRAIN_MAX_MS)) this.#stream.destroy();
        else this.#drain(exitAt);
      });
    }, EXIT_SILENCE_MS);
  }
}

/** False when nothing was there to take it. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

function fork<T>(start: () => T): T {
  try {
    return start();
  } catch (error) {
    throw new TerminalError('spawn_failed', `No pseudo terminal could be made: ${String(error)}.`, {
      hint: 'The limit of processes or pseudo terminals of this machine may be reached.',
      cause: error,
    });
  }
}
