import type { SerializeAddon } from '@xterm/addon-serialize';
import type xterm from '@xterm/headless';
import type { Size } from '../backend.ts';
import { captureScreen, trimBlanks, type Capture } from './capture.ts';
import { trackModes, type ModeFacts } from './emulator-modes.ts';
import { createSerializer, createTerminal } from './xterm-library.ts';

/** Longer titles and notices are cut: a program may print megabytes as one. */
const MAX_TEXT = 1_024;

export interface EmulatorHandlers {
  /** Bytes the program waits for: who the terminal is, where its cursor stands, which modes it knows. */
  readonly onReply: (data: string) => void;
  readonly onTitle: (title: string) => void;
  /** A bell (empty) or the text of a desktop notification. */
  readonly onNotification: (text: string) => void;
  /** A callback threw. The library would never parse another byte, so it does not hear of it. */
  readonly onFault: (error: unknown) => void;
}

export interface EmulatorOptions extends EmulatorHandlers {
  readonly size: Size;
  readonly scrollback: number;
}

/** The screen a program draws on, as a person would see it. */
export class Emulator {
  readonly #terminal: xterm.Terminal;
  readonly #serializer: SerializeAddon;
  readonly #modes: ModeFacts;
  readonly #onFault: (error: unknown) => void;
  readonly #waiting = new Set<() => void>();
  #title = '';
  #unparsed = 0;
  #drawn = 0;
  #scrolled = 0;

  constructor(options: EmulatorOptions) {
    this.#onFault = options.onFault;
    this.#terminal = createTerminal(options.size, options.scrollback);
    this.#serializer = createSerializer();
    this.#terminal.loadAddon(this.#serializer);
    this.#modes = trackModes(this.#terminal);
    this.#terminal.onData((data) => this.#guard(() => options.onReply(data)));
    this.#terminal.onTitleChange((title) => {
      this.#title = title.slice(0, MAX_TEXT);
      this.#guard(() => options.onTitle(this.#title));
    });
    this.#terminal.onScroll(() => {
      this.#scrolled += 1;
    });
    const notify = (text: string | undefined): void => {
      if (text !== undefined) this.#guard(() => options.onNotification(text.slice(0, MAX_TEXT)));
    };
    this.#terminal.onBell(() => notify(''));
    this.#terminal.parser.registerOscHandler(9, (data) => {
      notify(growlText(data));
      return true;
    });
    this.#terminal.parser.registerOscHandler(777, (data) => {
      notify(notifyText(data));
      return true;
    });
  }

  get title(): string {
    return this.#title;
  }

  get size(): Size {
    return { cols: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** Bytes fed and not yet drawn. */
  get unparsed(): number {
    return this.#unparsed;
  }

  /**
   * Tells cheaply that the screen may have changed (`drawn` differs), and often that it has. `drawn` counts what was drawn,
   * `scrolled` how often a line scrolled away.
   */
  get progress(): { readonly drawn: number; readonly scrolled: number; readonly row: number; readonly col: number } {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return { drawn: this.#drawn, scrolled: this.#scrolled, row: cursorY, col: cursorX };
  }

  get bracketedPaste(): boolean {
    return this.#terminal.modes.bracketedPasteMode;
  }

  get applicationCursor(): boolean {
    return this.#terminal.modes.applicationCursorKeysMode;
  }

  /** The program is in the middle of drawing a frame and said so. */
  get drawing(): boolean {
    return this.#terminal.modes.synchronizedOutputMode;
  }

  feed(chunk: Uint8Array, parsed: () => void): void {
    this.#unparsed += chunk.length;
    this.#terminal.write(chunk, () => {
      this.#unparsed -= chunk.length;
      this.#drawn += 1;
      this.#guard(parsed);
    });
  }

  /** Calls back when everything fed so far is drawn and nothing later is: at once if that is so now, or at disposal. */
  whenParsed(done: () => void): void {
    if (this.#unparsed === 0) {
      this.#guard(done);
      return;
    }
    this.#waiting.add(done);
    this.#terminal.write('', () => {
      if (this.#waiting.delete(done)) this.#guard(done);
    });
  }

  /** Between two chunks only, so inside `whenParsed`. */
  resize(size: Size): void {
    this.#terminal.resize(size.cols, size.rows);
    this.#drawn += 1;
  }

  /** The text of the first row and the last two, where boxes and status lines stand while other text scrolls. */
  edges(): readonly string[] {
    const buffer = this.#terminal.buffer.active;
    const last = buffer.baseY + this.#terminal.rows - 1;
    return [buffer.baseY, last - 1, last].map((row) => trimBlanks(buffer.getLine(row)?.translateToString(true) ?? ''));
  }

  capture(): Capture {
    return captureScreen(this.#terminal, { title: this.#title, cursorVisible: this.#modes.cursorVisible });
  }

  /** The bytes that draw this screen, with modes and cursor, on a terminal in whatever state; inside `whenParsed`. */
  serialize(options: { readonly scrollback: boolean }): string {
    const content = this.#serializer.serialize(options.scrollback ? {} : { scrollback: 0 });
    const title = this.#title.replace(/[\0-\x1f\x7f-\x9f]/g, '');
    return `${CLEAN_SLATE}\x1b]2;${title}\x07${content}${this.#modes.restore()}`;
  }

  dispose(): void {
    this.#terminal.dispose();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const done of waiting) this.#guard(done);
  }

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#onFault(error);
    }
  }
}

/** Soft reset, main screen, no mouse, focus or paste reports, default keypad and cursor keys, cleared. */
const CLEAN_SLATE = [
  '\x1b[!p\x1b[?1049l',
  '\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1005l\x1b[?1006l\x1b[?1015l\x1b[?1016l',
  '\x1b[?1l\x1b[?45l\x1b[?66l\x1b[?2004l\x1b[?2026l\x1b[?7h\x1b[4l\x1b[r\x1b[m\x1b[H\x1b[2J',
].join('');

/** OSC 9: the whole text is the message (an empty one is a bell), unless it is one of the numbered commands (4 reports progress). */
function growlText(data: string): string | undefined {
  return /^\d{1,2}(;|$)/.test(data) ? undefined : data;
}

/** OSC 777: `notify;title;body`. */
function notifyText(data: string): string | undefined {
  const [command, title, ...body] = data.split(';');
  if (command !== 'notify') return undefined;
  return [title, body.join(';')].filter((part) => part !== undefined && part !== '').join(': ');
}
