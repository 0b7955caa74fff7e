import { cells } from './text.ts';

/** The part at the bottom that is drawn again and again. Each line fits the width; `cursor` is where a person types. */
export interface Frame {
  readonly lines: readonly string[];
  readonly cursor: { readonly row: number; readonly col: number };
}

export interface Screen {
  readonly cols: number;
  readonly rows: number;
}

export interface View {
  /** Redraws what changed. `committed` goes above the frame for good and scrolls away with time. */
  draw(frame: Frame, committed?: readonly string[]): void;
  /** The terminal holds something else now: the next draw begins below it, or on a cleared screen. */
  forget(clear: boolean): void;
  /** Removes the frame. */
  erase(): void;
}

interface Drawn {
  readonly frame: Frame;
  readonly cols: number;
}

export function createView(write: (text: string) => void, screen: () => Screen): View {
  let drawn: Drawn | undefined;

  /** Escape codes to the first column of the frame's first row; the terminal may have wrapped its lines since. */
  function toTop(): string {
    if (drawn === undefined) return '';
    const { frame } = drawn;
    const { cols } = screen();
    const above = frame.lines.slice(0, frame.cursor.row).reduce((sum, line) => sum + heightOf(line, cols), 0);
    const up = above + (cols === drawn.cols ? 0 : Math.floor(frame.cursor.col / cols));
    return `\r${up > 0 ? `\x1b[${up}A` : ''}`;
  }

  function whole(frame: Frame, committed: readonly string[]): string {
    const above = committed.map((line) => `${line}\r\n`).join('');
    const last = frame.lines.length - 1;
    return `${toTop()}\x1b[J${above}${frame.lines.join('\r\n')}${move(last, frame.cursor)}`;
  }

  function changes(before: Frame, frame: Frame): string {
    let out = '';
    let row = before.cursor.row;
    for (const [at, line] of frame.lines.entries()) {
      if (line === before.lines[at]) continue;
      out += `${vertical(at - row)}\r${line}\x1b[K`;
      row = at;
    }
    const moved = before.cursor.row !== frame.cursor.row || before.cursor.col !== frame.cursor.col;
    return out === '' && !moved ? '' : out + move(row, frame.cursor);
  }

  return {
    draw: (frame, committed = []) => {
      const { cols } = screen();
      const same = drawn?.cols === cols && drawn.frame.lines.length === frame.lines.length && committed.length === 0;
      const out = same && drawn !== undefined ? changes(drawn.frame, frame) : whole(frame, committed);
      drawn = { frame, cols };
      if (out !== '') write(out);
    },
    forget: (clear) => {
      drawn = undefined;
      if (clear) write('\x1b[H\x1b[2J');
    },
    erase: () => {
      if (drawn !== undefined) write(`${toTop()}\x1b[J`);
      drawn = undefined;
    },
  };
}

function move(row: number, to: Frame['cursor']): string {
  return `${vertical(to.row - row)}\r${to.col > 0 ? `\x1b[${to.col}C` : ''}`;
}

function vertical(rows: number): string {
  if (rows === 0) return '';
  return rows < 0 ? `\x1b[${-rows}A` : `\x1b[${rows}B`;
}

function heightOf(line: string, cols: number): number {
  return Math.max(1, Math.ceil(cells(line.replace(/\x1b\[[\d;]*m/g, '')) / cols));
}
