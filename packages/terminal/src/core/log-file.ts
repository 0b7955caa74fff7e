import { closeSync, fstatSync, mkdirSync, openSync, read, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** A full disk is looked at again this often; the program waits meanwhile. */
const RETRY_MS = 1_000;

const readAt = promisify(read);

export interface LogFileOptions {
  /** The log cannot be written (true) or can again (false): stop reading from the program meanwhile, or bytes pile up here. */
  readonly onStuck: (stuck: boolean, why: unknown) => void;
  /** As `writeSync` of node:fs. */
  readonly write?: (fd: number, bytes: Uint8Array, offset: number) => number;
  readonly retryMs?: number;
}

/** The raw bytes of a terminal, appended synchronously: one system call per chunk is the cheapest that loses nothing. */
export class LogFile {
  readonly #fd: number;
  readonly #options: LogFileOptions;
  readonly #waiting: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;
  #size: number;
  #closed = false;
  #reading = 0;

  constructor(path: string, options: LogFileOptions) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#fd = openSync(path, 'a+', 0o600);
    this.#size = fstatSync(this.#fd).size;
    this.#options = options;
  }

  /** Bytes in the file. */
  get size(): number {
    return this.#size;
  }

  get stuck(): boolean {
    return this.#waiting.length > 0;
  }

  append(chunk: Uint8Array): void {
    if (this.#closed) return;
    if (this.stuck) {
      this.#waiting.push(chunk);
      return;
    }
    const problem = this.#write(chunk);
    if (problem === undefined) return;
    this.#options.onStuck(true, problem);
    this.#retryLater();
  }

  async read(offset: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.#size - offset));
    if (wanted === 0 || this.#closed) return Buffer.alloc(0);
    this.#reading += 1;
    try {
      const { buffer, bytesRead } = await readAt(this.#fd, Buffer.allocUnsafe(wanted), 0, wanted, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      this.#reading -= 1;
      this.#release();
    }
  }

  /** The last bytes, at most `length`. */
  tail(length: number): Buffer {
    const wanted = Math.min(length, this.#size);
    if (wanted === 0 || this.#closed) return Buffer.alloc(0);
    const buffer = Buffer.allocUnsafe(wanted);
    return buffer.subarray(0, readSync(this.#fd, buffer, 0, wanted, this.#size - wanted));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#release();
  }

  /** A handle closed under a reading would make it read whatever file gets the number next. */
  #release(): void {
    if (this.#closed && this.#reading === 0) closeSync(this.#fd);
  }

  /** Undefined when all was written; otherwise why not, and the rest waits. */
  #write(chunk: Uint8Array): unknown {
    const { write = writeSync } = this.#options;
    let offset = 0;
    try {
      while (offset < chunk.length) {
        const written = write(this.#fd, chunk, offset);
        offset += written;
        this.#size += written;
      }
      return undefined;
    } catch (error) {
      this.#waiting.unshift(chunk.subarray(offset));
      return error ?? new Error('unknown');
    }
  }

  #retryLater(): void {
    this.#timer = setTimeout(() => {
      for (let chunk = this.#waiting.shift(); chunk; chunk = this.#waiting.shift()) {
        if (this.#write(chunk) === undefined) continue;
        this.#retryLater();
        return;
      }
      this.#options.onStuck(false, undefined);
    }, this.#options.retryMs ?? RETRY_MS);
  }
}
