import { setImmediate as turn } from 'node:timers/promises';
import type xterm from '@xterm/headless';
import type { Size } from '../backend.ts';
import { trimBlanks } from './capture.ts';
import type { LogFile } from './log-file.ts';
import { createTerminal } from './xterm-library.ts';

export interface SizeChange {
  /** Where in the log the size took effect. */
  readonly offset: number;
  readonly size: Size;
}

export interface RenderOptions {
  /** Oldest first; the first one counts from the beginning of the log. */
  readonly sizes: readonly SizeChange[];
  readonly maxLines: number | undefined;
}

export const DEFAULT_LINES = 5_000;
export const MAX_LINES = 10_000;

/** Of a longer log the end is drawn; a screen redrawn from 64 MiB before its end misses nothing but old scrollback. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Twelve bytes each while it is drawn, so that no request takes more than about 30 MB. */
const MAX_CELLS = 2_500_000;

/** Drawn in a few milliseconds; then it is the terminals' turn. */
const CHUNK_BYTES = 32 * 1024;
const ROWS_PER_TURN = 200;

let queue: Promise<unknown> = Promise.resolve();

/** The text of a log as it scrolled by. One at a time in a process: each needs memory of its own. */
export function renderLog(log: LogFile, options: RenderOptions): Promise<readonly string[]> {
  const rendered = queue.then(() => render(log, options));
  queue = rendered.catch(() => {});
  return rendered;
}

async function render(log: LogFile, { sizes, maxLines = DEFAULT_LINES }: RenderOptions): Promise<readonly string[]> {
  const end = log.size;
  let offset = Math.max(0, end - MAX_BYTES);
  const size = sizes.findLast((change) => change.offset <= offset)?.size ?? sizes[0]?.size ?? { cols: 80, rows: 24 };
  const lines = Math.min(Math.max(1, maxLines), MAX_LINES);
  const terminal = createTerminal(size, Math.min(lines * 2, Math.floor(MAX_CELLS / size.cols)));
  try {
    const changes = sizes.filter((change) => change.offset > offset);
    while (offset < end) {
      const change = changes[0];
      if (change && change.offset <= offset) {
        terminal.resize(change.size.cols, change.size.rows);
        changes.shift();
        continue;
      }
      const chunk = await log.read(offset, Math.min(CHUNK_BYTES, Math.min(end, change?.offset ?? end) - offset));
      if (chunk.length === 0) break;
      offset += chunk.length;
      await new Promise<void>((resolve) => terminal.write(chunk, resolve));
      await turn();
    }
    return (await collectLines(terminal)).slice(-lines);
  } finally {
    terminal.dispose();
  }
}

/** The main screen with its scrollback, then the alternate screen if that is shown; rows that were wrapped are one line. */
async function collectLines(terminal: xterm.Terminal): Promise<string[]> {
  const { active, normal, alternate } = terminal.buffer;
  const lines: string[] = [];
  for (const buffer of active.type === 'alternate' ? [normal, alternate] : [normal]) {
    const first = lines.length;
    for (let row = 0; row < buffer.length; row++) {
      if (row % ROWS_PER_TURN === ROWS_PER_TURN - 1) await turn();
      const line = buffer.getLine(row);
      const text = line?.translateToString(true) ?? '';
      if (line?.isWrapped && lines.length > first) lines[lines.length - 1] += text;
      else lines.push(text);
    }
    while (lines.length > first && trimBlanks(lines.at(-1) ?? '') === '') lines.pop();
  }
  return lines.map(trimBlanks);
}
