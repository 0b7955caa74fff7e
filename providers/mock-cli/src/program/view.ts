import { cells, wrap } from './text.ts';

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
  /** Whatever the terminal shows is wrong: the next draw begins on a cleared screen. */
  spoil(): void;
  /** Removes the frame. */
  erase(): void;
}

/** Lines remembered for painting a screen anew; no screen has more rows. */
const HISTORY = 300;

export function createView(write: (text: string) => void, screen: () => Screen): View {
  let drawn: { readonly frame: Frame; readonly cols: number } | undefined;
  let spoilt = false;
  let history: string[] = [];

  /** Escape codes to the first column of the frame's first row. */
  function toTop(): string {
    return drawn === undefined ? '' : `${vertical(-drawn.frame.cursor.row)}\r`;
  }

  function whole(frame: Frame, committed: readonly string[]): string {
    const above = committed.map((line) => `${line}\r\n`).join('');
    return above + frame.lines.join('\r\n') + move(frame.lines.length - 1, frame.cursor);
  }

  /**
   * The screen from its top. Terminals differ in what they do to wrapped lines when the width changes, so nothing that was drawn
   * can be found again.
   */
  function anew(frame: Frame): string {
    const { cols, rows } = screen();
    return `\x1b[H\x1b[2J${whole(frame, lastRows(history, cols, rows - frame.lines.length))}`;
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
      const before = drawn;
      history = [...history, ...committed.slice(-HISTORY)].slice(-HISTORY);
      let out: string;
      if (spoilt || (before !== undefined && before.cols !== cols)) out = anew(frame);
      else if (before?.frame.lines.length !== frame.lines.length || committed.length > 0) {
        out = `${toTop()}\x1b[J${whole(frame, committed)}`;
      } else out = changes(before.frame, frame);
      spoilt = false;
      drawn = { frame, cols };
      if (out !== '') write(out);
    },
    spoil: () => {
      spoilt = true;
    },
    erase: () => {
      if (drawn !== undefined) write(`${toTop()}\x1b[J`);
      drawn = undefined;
    },
  };
}

/** The last lines that fit into `rows`; of a line that alone is too long, its end. */
function lastRows(lines: readonly string[], cols: number, rows: number): readonly string[] {
  let left = rows;
  let from = lines.length;
  while (from > 0) {
    left -= heightOf(lines[from - 1] ?? '', cols);
    if (left < 0) break;
    from -= 1;
  }
  const last = lines.at(-1);
  if (from < lines.length || last === undefined) return lines.slice(from);
  return wrap(plain(last), cols).slice(-Math.max(1, rows));
}

function move(row: number, to: Frame['cursor']): string {
  return `${vertical(to.row - row)}\r${to.col > 0 ? `\x1b[${to.col}C` : ''}`;
}

function vertical(rows: number): string {
  if (rows === 0) return '';
  return rows < 0 ? `\x1b[${-rows}A` : `\x1b[${rows}B`;
}

function heightOf(line: string, cols: number): number {
  return Math.max(1, Math.ceil(cells(plain(line)) / cols));
}

function plain(line: string): string {
  return line.replace(/\x1b\[[\d;]*m/g, '');
}
