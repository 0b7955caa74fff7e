import type { ExitFacts, Size, SpawnSpec, TerminalEvent, TerminalFacts, Viewer, ViewerOptions } from '../backend.ts';
import { terminalGone } from '../errors.ts';
import type { InputBatch, InputReceipt } from '../input.ts';
import type { ScreenSnapshot } from '../screen.ts';
import { Activity, FLOW_MS } from './activity.ts';
import { Announcer } from './announcer.ts';
import { Audience } from './audience.ts';
import { Display } from './display.ts';
import { endProcesses } from './end-processes.ts';
import { Passage } from './passage.ts';
import { Pty } from './pty.ts';
import { Typist } from './typist.ts';
import type { KeyboardInput } from './viewer-keyboard.ts';

/** What programs expect of a terminal like ours, unless the launch says otherwise. */
const DEFAULT_ENV = { TERM: 'xterm-256color', COLORTERM: 'truecolor' };

/** Answers for a program that never reads them are dropped from here on. */
const REPLY_QUEUE_BYTES = 64 * 1024;

/** A viewer may paste a lot into a program that reads slowly, but not without end. */
const TYPING_QUEUE_BYTES = 8 * 1024 * 1024;

/** How long after the end of every process the last output may take to be read and drawn. */
const LAST_OUTPUT_MS = 5_000;

export interface TerminalContext {
  readonly now: () => number;
  readonly emit: (event: TerminalEvent) => void;
  readonly warn: (message: string) => void;
  readonly scrollback: number;
}

/** One program in its terminal: the pty, what it prints, and whoever looks or types. */
export class LiveTerminal {
  readonly spec: SpawnSpec;
  readonly display: Display;
  readonly #context: TerminalContext;
  readonly #startedAt: number;
  readonly #activity: Activity;
  readonly #announcer: Announcer;
  readonly #passage: Passage;
  readonly #audience: Audience;
  readonly #typist: Typist;
  readonly #pty: Pty;
  readonly #held: Uint8Array[] = [];
  readonly #finished: Promise<void>;
  #finish: () => void = () => {};
  #exit: ExitFacts | undefined;

  /** `program` is the file of `spec.argv[0]`. Throws when the system refuses. */
  constructor(spec: SpawnSpec, program: string, context: TerminalContext) {
    this.spec = spec;
    this.#context = context;
    this.#startedAt = context.now();
    this.#finished = new Promise((resolve) => (this.#finish = resolve));
    this.#announcer = new Announcer({
      title: (title) => this.#emit({ type: 'title', title }),
      notification: (text) => this.#emit({ type: 'notification', text }),
    });
    this.display = this.#createDisplay();
    this.#passage = new Passage(this.display.emulator);
    this.#activity = new Activity({
      onActive: () => this.#emit({ type: 'active' }),
      onSettled: (flowing) => this.#settled(flowing),
      whenParsed: (done) => this.display.emulator.whenParsed(done),
      isDrawing: () => this.display.emulator.drawing,
      isPassing: () => this.#passage.through,
    });
    this.#audience = this.#createAudience();
    this.#typist = this.#createTypist();
    const { argv, cwd, env, size } = spec;
    try {
      this.#pty = new Pty(
        { program, argv, cwd, env: { ...DEFAULT_ENV, ...env }, size },
        { onData: (chunk) => this.#output(chunk), onEnd: (code, signal) => this.#end(code, signal) },
      );
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  get exited(): boolean {
    return this.#exit !== undefined;
  }

  facts(): TerminalFacts {
    const { id, labels, logPath } = this.spec;
    const { size, title } = this.display.emulator;
    return {
      id,
      pid: this.#pty.root.pid,
      startedAt: this.#startedAt,
      size,
      title,
      logBytes: this.display.logBytes,
      revision: this.display.screens.current,
      exit: this.#exit,
      labels,
      viewers: this.#audience.count,
      logPath,
    };
  }

  async snapshot(): Promise<ScreenSnapshot> {
    await this.display.drawn();
    return this.display.screens.look();
  }

  input(batch: InputBatch): Promise<InputReceipt> {
    return this.#typist.type(batch);
  }

  /** The size for when no viewer holds the control seat; resolves when it is in force, or when one does. */
  async resize(size: Size): Promise<void> {
    if (this.exited) return;
    this.#audience.setHome(size);
    await this.display.drawn();
  }

  signal(signal: NodeJS.Signals): void {
    this.#pty.signal(signal);
  }

  attach(options: ViewerOptions): Viewer {
    const viewer = this.#audience.attach(options);
    if (this.#exit) this.#audience.end(this.#exit);
    return viewer;
  }

  /** Ends every process of the terminal, waits for its last output and lets go of everything but the log. */
  async remove(graceMs: number): Promise<void> {
    const { root, reaped } = this.#pty;
    await endProcesses(root, { reaped, isReaped: () => this.#pty.exited, graceMs });
    const timer = setTimeout(() => this.#finish(), LAST_OUTPUT_MS);
    await this.#finished;
    clearTimeout(timer);
    this.#pty.close();
    this.#release();
  }

  #output(chunk: Buffer): void {
    this.display.output(chunk);
    this.#audience.output(chunk);
    this.#activity.output();
  }

  #settled(flowing: boolean): void {
    const now = performance.now();
    const passing = flowing && this.#passage.through;
    // Not at every end of a burst: ten small ones in a second are text that runs through as well.
    if (flowing || now - this.#passage.markedAt >= FLOW_MS) this.#passage.mark(now);
    this.#emit({ type: 'settled', revision: this.display.screens.glance(), flowing, passing });
  }

  #end(code: number | undefined, signal: number | undefined): void {
    this.display.whenRecorded(() => {
      this.#exit = { code, signal, at: this.#context.now() };
      this.#activity.finish();
      this.#activity.close();
      this.#announcer.close();
      this.#emit({ type: 'exit', exit: this.#exit });
      this.#audience.end(this.#exit);
      this.#finish();
    });
  }

  /** False when the program has not read what was typed before by far. */
  #typeFromViewer({ bytes, typed, submitted }: KeyboardInput): boolean {
    const held = this.#held.reduce((sum, part) => sum + part.length, 0);
    if (held + this.#pty.writer.pending + bytes.length > TYPING_QUEUE_BYTES) return false;
    if (this.#typist.busy) this.#held.push(bytes);
    else this.#pty.writer.post(bytes);
    if (typed) this.#emit({ type: 'typed', submitted });
    return true;
  }

  #createDisplay(): Display {
    const { id, size, logPath } = this.spec;
    const { scrollback, warn } = this.#context;
    return new Display({
      size,
      scrollback,
      logPath,
      warn,
      onBrake: (on) => (on ? this.#pty.pause() : this.#pty.resume()),
      onReply: (data) => {
        if (this.#pty.writer.pending < REPLY_QUEUE_BYTES) this.#pty.writer.post(Buffer.from(data));
      },
      onTitle: (title) => this.#announcer.title(title),
      onNotification: (text) => this.#announcer.notification(text),
      onFault: (error) => warn(`Terminal ${id}: ${String(error)}`),
    });
  }

  #createAudience(): Audience {
    const { display } = this;
    return new Audience(
      {
        size: () => display.emulator.size,
        resize: (size) => {
          if (this.exited) return;
          display.resize(size, (applied) => {
            this.#pty.resize(applied);
            this.#audience.resized();
          });
        },
        draw: (scrollback) => display.emulator.serialize({ scrollback }),
        unfinished: () => display.unfinished(),
        whenParsed: (done) => display.emulator.whenParsed(done),
        type: (input) => this.#typeFromViewer(input),
        onCount: (viewers) => this.#emit({ type: 'viewers', viewers }),
      },
      this.spec.size,
    );
  }

  #createTypist(): Typist {
    return new Typist({
      write: (bytes) => this.#pty.writer.write(bytes),
      drawn: async () => {
        await this.display.drawn();
        return this.display.emulator;
      },
      quiet: (quietMs, maxMs) => this.#activity.quiet(quietMs, maxMs),
      revision: () => this.display.screens.glance(),
      gone: () => (this.#pty.exited ? terminalGone(this.spec.id, 'its program has ended') : undefined),
      now: this.#context.now,
      onFree: () => {
        for (const bytes of this.#held.splice(0)) this.#pty.writer.post(bytes);
      },
    });
  }

  #emit(event: WithoutOrigin<TerminalEvent>): void {
    this.#context.emit({ ...event, id: this.spec.id, at: this.#context.now() });
  }

  #release(): void {
    this.#audience.end(this.#exit);
    this.#activity.close();
    this.#announcer.close();
    this.display.close();
  }
}

type WithoutOrigin<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never;
