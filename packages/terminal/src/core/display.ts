import type { Size, TerminalBackend } from '../backend.ts';
import { Emulator, type EmulatorHandlers } from './emulator.ts';
import { LogFile } from './log-file.ts';
import { renderLog, type SizeChange } from './render.ts';
import { Revisions } from './revisions.ts';
import { CUT_WINDOW_BYTES, unfinishedTail } from './stream-cut.ts';

/** Output read and not yet drawn: above the first the program has to wait, below the second it goes on. */
const HIGH_WATER_BYTES = 1024 * 1024;
const LOW_WATER_BYTES = 256 * 1024;

/** Size changes remembered for rendering. */
const SIZES_KEPT = 1_000;

export interface DisplayOptions extends EmulatorHandlers {
  readonly size: Size;
  readonly scrollback: number;
  readonly logPath: string;
  /** Stop reading from the program, or go on: the screen or the disk does not keep up. */
  readonly onBrake: (on: boolean) => void;
  readonly warn: (message: string) => void;
}

type Range = Parameters<TerminalBackend['readLog']>[1];

/** What a program prints, recorded and drawn. Knows nothing of the program itself. */
export class Display {
  readonly emulator: Emulator;
  readonly screens: Revisions;
  readonly #options: DisplayOptions;
  readonly #log: LogFile;
  readonly #sizes: SizeChange[];
  readonly #brakes = new Set<'screen' | 'log'>();
  #wantedSize: Size | undefined;
  #onRecorded: (() => void) | undefined;

  constructor(options: DisplayOptions) {
    this.#options = options;
    this.#log = new LogFile(options.logPath, { onStuck: (stuck, why) => this.#logStuck(stuck, why) });
    this.#sizes = [{ offset: 0, size: options.size }];
    this.emulator = new Emulator(options);
    this.screens = new Revisions(this.emulator);
  }

  get logBytes(): number {
    return this.#log.size;
  }

  output(chunk: Uint8Array): void {
    this.#log.append(chunk);
    this.emulator.feed(chunk, () => {
      if (this.emulator.unparsed <= LOW_WATER_BYTES) this.#brake('screen', false);
    });
    if (this.emulator.unparsed > HIGH_WATER_BYTES) this.#brake('screen', true);
  }

  /** Reads what the program has printed by now and waits until it is drawn. */
  async drawn(): Promise<void> {
    await afterReading();
    await new Promise<void>((resolve) => this.emulator.whenParsed(resolve));
  }

  /** Calls back once when everything printed is drawn and in the log. */
  whenRecorded(done: () => void): void {
    this.emulator.whenParsed(() => {
      if (this.#log.stuck) this.#onRecorded = done;
      else done();
    });
  }

  /** Takes effect when what was printed so far is drawn; of several wishes until then the last counts. */
  resize(size: Size, done: (size: Size) => void): void {
    const pending = this.#wantedSize !== undefined;
    this.#wantedSize = size;
    if (pending) return;
    const offset = this.#log.size;
    this.emulator.whenParsed(() => {
      const wanted = this.#wantedSize ?? size;
      this.#wantedSize = undefined;
      const { cols, rows } = this.emulator.size;
      if (cols === wanted.cols && rows === wanted.rows) return;
      this.emulator.resize(wanted);
      this.#sizes.push({ offset, size: wanted });
      if (this.#sizes.length > SIZES_KEPT) this.#sizes.splice(1, 1);
      done(wanted);
    });
  }

  render(maxLines: number | undefined): Promise<readonly string[]> {
    return renderLog(this.#log, { sizes: this.#sizes, maxLines });
  }

  async readLog({ offset, length }: Range): Promise<{ data: Uint8Array; end: number }> {
    const data = await this.#log.read(offset, length);
    return { data, end: this.#log.size };
  }

  /** The sequence or character in whose middle the output so far ends. */
  unfinished(): Uint8Array {
    return unfinishedTail(this.#log.tail(CUT_WINDOW_BYTES));
  }

  close(): void {
    this.emulator.dispose();
    this.#log.close();
  }

  #brake(who: 'screen' | 'log', on: boolean): void {
    if (on === this.#brakes.has(who)) return;
    if (on) this.#brakes.add(who);
    else this.#brakes.delete(who);
    this.#options.onBrake(this.#brakes.size > 0);
  }

  #logStuck(stuck: boolean, why: unknown): void {
    const { logPath, warn } = this.#options;
    this.#brake('log', stuck);
    if (stuck) warn(`The log ${logPath} cannot be written, its program waits: ${String(why)}`);
    else this.#onRecorded?.();
  }
}

/** Lets the event loop read once what is there to read. */
function afterReading(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
