import type { ExitFacts, Size, Viewer, ViewerOptions } from '../backend.ts';
import { ViewerKeyboard, type KeyboardInput } from './viewer-keyboard.ts';

/** Output a viewer may owe; one that owes more gets a fresh screen later instead of slowing the program down. */
export const VIEWER_WINDOW_BYTES = 512 * 1024;

/** A viewer that fell behind is served again when it owes no more than this. */
const CAUGHT_UP_BYTES = 64 * 1024;

/** What viewers need of the terminal they look at. */
export interface Stage {
  readonly size: () => Size;
  /** Takes effect when the output so far is drawn; `Audience.resized` is called then. */
  readonly resize: (size: Size) => void;
  /** Bytes of the whole screen; called inside `whenParsed`. */
  readonly draw: (scrollback: boolean) => string;
  /** What the output so far ends with in the middle of a sequence or character. */
  readonly unfinished: () => Uint8Array;
  readonly whenParsed: (done: () => void) => void;
  /** False when the terminal cannot take more: the viewer is let go. */
  readonly type: (input: KeyboardInput) => boolean;
  readonly onCount: (viewers: number) => void;
}

/** Everybody who looks at one terminal, and the one seat from which its size is set. */
export class Audience {
  readonly #stage: Stage;
  readonly #seats = new Set<Seat>();
  #home: Size;
  #holder: Seat | undefined;

  constructor(stage: Stage, home: Size) {
    this.#stage = stage;
    this.#home = home;
  }

  get count(): number {
    return this.#seats.size;
  }

  attach(options: ViewerOptions): Viewer {
    const seat = new Seat(options, this.#stage);
    this.#seats.add(seat);
    const wantsControl = options.control !== undefined && this.#holder === undefined;
    if (options.control) seat.size = options.control;
    if (wantsControl) this.#holder = seat;
    seat.tellSize(this.#stage.size(), wantsControl);
    seat.redraw(true);
    if (wantsControl) this.#applySize();
    this.#stage.onCount(this.count);
    const keyboard = new ViewerKeyboard((input) => {
      if (!this.#stage.type(input)) leave(true);
    });
    const leave = (tell: boolean): void => {
      if (!this.#seats.delete(seat)) return;
      keyboard.close();
      seat.close(tell ? { exit: undefined } : undefined);
      if (this.#holder === seat) this.#leaveControl();
      this.#stage.onCount(this.count);
    };
    return {
      write: (data) => {
        if (this.#seats.has(seat)) keyboard.accept(data);
      },
      resize: (size) => {
        if (!this.#seats.has(seat)) return;
        seat.size = size;
        if (this.#holder === seat) this.#applySize();
      },
      control: (take, size) => {
        if (!this.#seats.has(seat)) return;
        if (size) seat.size = size;
        if (take) this.#takeControl(seat);
        else if (this.#holder === seat) this.#leaveControl();
      },
      ack: (bytes) => seat.ack(bytes),
      detach: () => leave(false),
    };
  }

  /** The size without a holder of the seat. */
  setHome(size: Size): void {
    this.#home = size;
    if (!this.#holder) this.#applySize();
  }

  /** Output of the program, as it is fed to the screen. */
  output(chunk: Uint8Array): void {
    for (const seat of this.#seats) seat.output(chunk);
  }

  /** The screen has another size: what viewers have drawn may be wrapped differently. */
  resized(): void {
    for (const seat of this.#seats) {
      seat.tellSize(this.#stage.size(), seat === this.#holder);
      seat.redraw(false);
    }
  }

  end(exit: ExitFacts | undefined): void {
    this.#holder = undefined;
    const seats = [...this.#seats];
    this.#seats.clear();
    for (const seat of seats) seat.close({ exit });
  }

  #takeControl(seat: Seat): void {
    const before = this.#holder;
    this.#holder = seat;
    if (before !== seat) this.#tellSeat([before, seat]);
    this.#applySize();
  }

  #leaveControl(): void {
    const before = this.#holder;
    this.#holder = undefined;
    this.#tellSeat([before]);
    this.#applySize();
  }

  #tellSeat(seats: readonly (Seat | undefined)[]): void {
    for (const seat of seats) seat?.tellSize(this.#stage.size(), seat === this.#holder);
  }

  #applySize(): void {
    this.#stage.resize(this.#holder?.size ?? this.#home);
  }
}

/** One viewer's stream: a whole screen first, then the program's bytes, and again a whole screen after it fell behind. */
class Seat {
  size: Size | undefined;
  readonly #options: ViewerOptions;
  readonly #stage: Stage;
  #state: 'drawing' | 'live' | 'behind' | 'closed' = 'live';
  #backlog: Uint8Array[] = [];
  #drawings = 0;
  #owed = 0;

  constructor(options: ViewerOptions, stage: Stage) {
    this.#options = options;
    this.#stage = stage;
  }

  tellSize(size: Size, control: boolean): void {
    if (this.#state !== 'closed') this.#options.onSize(size, control);
  }

  output(chunk: Uint8Array): void {
    if (this.#state === 'drawing') this.#backlog.push(chunk);
    else if (this.#state === 'live') this.#send(chunk, false);
  }

  /** Sends the whole screen as of now, then what the program prints from now on. */
  redraw(scrollback: boolean): void {
    if (this.#state === 'closed') return;
    if (this.#owed > VIEWER_WINDOW_BYTES) {
      this.#state = 'behind';
      return;
    }
    const drawing = ++this.#drawings;
    const unfinished = this.#stage.unfinished();
    this.#state = 'drawing';
    this.#backlog = [];
    this.#stage.whenParsed(() => {
      if (this.#state !== 'drawing' || drawing !== this.#drawings) return;
      const backlog = this.#backlog;
      this.#backlog = [];
      this.#state = 'live';
      this.#send(Buffer.concat([Buffer.from(this.#stage.draw(scrollback)), unfinished]), true);
      for (const chunk of backlog) this.output(chunk);
    });
  }

  ack(bytes: number): void {
    this.#owed = Math.max(0, this.#owed - bytes);
    if (this.#state === 'behind' && this.#owed <= CAUGHT_UP_BYTES) this.redraw(false);
  }

  close(end: { readonly exit: ExitFacts | undefined } | undefined): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#backlog = [];
    if (end) this.#options.onEnd(end.exit);
  }

  /** A whole screen is always sent, whatever its length; it ends a debt, so it cannot repeat itself. */
  #send(bytes: Uint8Array, reset: boolean): void {
    if (!reset && this.#owed + bytes.length > VIEWER_WINDOW_BYTES) {
      this.#state = 'behind';
      return;
    }
    this.#owed += bytes.length;
    this.#options.onData(bytes, reset);
  }
}
