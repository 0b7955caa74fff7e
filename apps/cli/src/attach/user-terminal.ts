import { StringDecoder } from 'node:string_decoder';
import type { Io } from '../io.ts';

/**
 * What an agent may have switched on in the user's terminal: alternate screen, hidden cursor, mouse and focus reports, bracketed
 * paste, application keys, extended keyboard, scroll region, colours.
 */
const RESTORE =
  '\x1b[?1049l\x1b[?25h\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1005l\x1b[?1006l\x1b[?1015l' +
  '\x1b[?2004l\x1b[?2026l\x1b[?1l\x1b>\x1b[<9u\x1b[=0;1u\x1b[>4m\x1b[r\x1b[?7h\x1b[?6l\x1b[4l\x1b[0m\x1b[ q\x1b(B';
const CLEAR = '\x1b[H\x1b[2J';

export interface UserTerminal {
  draw(data: Uint8Array): void;
  /** A whole screen comes next: forget what was drawn. */
  reset(): void;
  /** One line over the bottom row, until the next whole screen. */
  note(text: string): void;
  size(): { cols: number; rows: number };
  /** Gives the terminal back as it was. Idempotent; also done when the program ends in any other way. */
  restore(): void;
}

/** Takes the user's terminal: keys come one by one and unechoed, its size is followed. */
export function takeUserTerminal(
  io: Io,
  handlers: { onText(text: string): void; onResize(size: { cols: number; rows: number }): void },
): UserTerminal {
  const { stdin, stdout } = io;
  const decoder = new StringDecoder('utf8');
  const onData = (data: Buffer): void => {
    const text = decoder.write(data);
    if (text !== '') handlers.onText(text);
  };
  const size = (): { cols: number; rows: number } => ({ cols: stdout.columns, rows: stdout.rows });
  let taken = true;

  stdin.setRawMode?.(true);
  stdin.on('data', onData);
  stdin.resume();
  const stopResize = io.onResize(() => handlers.onResize(size()));
  const forget = io.onExit(giveBack);
  // What the user sees now scrolls up instead of being overwritten.
  stdout.write(`${'\n'.repeat(Math.max(0, stdout.rows - 1))}${CLEAR}`);

  function giveBack(): void {
    if (!taken) return;
    taken = false;
    stdout.write(`${RESTORE}\x1b[${stdout.rows};1H\r\n`);
    stdin.setRawMode?.(false);
  }

  return {
    draw: (data) => {
      if (taken) stdout.write(data);
    },
    reset: () => {
      if (taken) stdout.write(`${RESTORE}${CLEAR}`);
    },
    note: (text) => {
      if (taken) stdout.write(`\x1b7\x1b[${stdout.rows};1H\x1b[0;7m ${text} \x1b[0m\x1b[K\x1b8`);
    },
    size,
    restore() {
      stopResize();
      forget();
      stdin.off('data', onData);
      stdin.pause();
      giveBack();
    },
  };
}
