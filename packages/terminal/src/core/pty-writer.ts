import { writeSync } from 'node:fs';

/** Taken by the kernel in one go at most, so that a long paste leaves room for everything else in between. */
const PIECE_BYTES = 64 * 1024;

/**
 * A full pty never says when there is room again (Node cannot poll a pty master for writing), so the writer asks: soon first,
 * for programs that read as fast as they can, then rarely enough to cost nothing for one that hangs.
 */
const FIRST_RETRY_MS = 1;
const LAST_RETRY_MS = 32;

interface Entry {
  readonly bytes: Uint8Array;
  offset: number;
  readonly done: ((taken: boolean) => void) | undefined;
}

/** Bytes on their way into a pty: in order, nothing lost when the program reads slowly, never blocking. */
export class PtyWriter {
  readonly #fd: number;
  readonly #isOpen: () => boolean;
  readonly #queue: Entry[] = [];
  #pending = 0;
  #retryMs = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #closed = false;

  /** `isOpen` is asked before every write: the number of a closed handle may belong to another terminal already. */
  constructor(fd: number, isOpen: () => boolean) {
    this.#fd = fd;
    this.#isOpen = isOpen;
  }

  /** Bytes the kernel did not take yet. */
  get pending(): number {
    return this.#pending;
  }

  /** Resolves true when the kernel has taken all of it, false when the terminal ended before. Never rejects. */
  write(bytes: Uint8Array): Promise<boolean> {
    return new Promise((resolve) => this.#push({ bytes, offset: 0, done: resolve }));
  }

  /** As `write` for callers that do not wait. */
  post(bytes: Uint8Array): void {
    this.#push({ bytes, offset: 0, done: undefined });
  }

  /** The program printed something, so it may have read something too. */
  kick(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#run();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#pending = 0;
    for (const entry of this.#queue.splice(0)) entry.done?.(false);
  }

  #push(entry: Entry): void {
    if (this.#closed) {
      entry.done?.(false);
      return;
    }
    this.#queue.push(entry);
    this.#pending += entry.bytes.length;
    if (this.#queue.length === 1) this.#run();
  }

  #run(): void {
    let budget = PIECE_BYTES;
    for (let entry = this.#queue[0]; entry; entry = this.#queue[0]) {
      while (entry.offset < entry.bytes.length) {
        if (budget <= 0) {
          this.#immediate = setImmediate(() => this.#run());
          return;
        }
        const taken = this.#tryWrite(entry.bytes, entry.offset, budget);
        if (taken === undefined) return;
        entry.offset += taken;
        budget -= taken;
        this.#pending -= taken;
        this.#retryMs = FIRST_RETRY_MS;
      }
      this.#queue.shift();
      entry.done?.(true);
    }
  }

  /** Undefined when writing cannot go on now: the kernel is full (a retry is planned), or the terminal ended. */
  #tryWrite(bytes: Uint8Array, offset: number, most: number): number | undefined {
    if (!this.#isOpen()) {
      this.close();
      return undefined;
    }
    try {
      const taken = writeSync(this.#fd, bytes, offset, Math.min(most, bytes.length - offset));
      if (taken > 0) return taken;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        this.close();
        return undefined;
      }
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    return undefined;
  }
}
