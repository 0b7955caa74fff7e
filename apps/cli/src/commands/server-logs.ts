import { open } from 'node:fs/promises';
import { watch } from 'node:fs';
import { caoError } from '@cao/client';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { logFolder, newestLog } from '../server/log-files.ts';

const DEFAULT_LINES = 50;
const CHUNK_BYTES = 64 * 1024;
/** Bytes read back for the last lines: a line is rarely above a few hundred. */
const TAIL_BYTES = 1024 * 1024;

export const serverLogs = defineCommand({
  description: "Prints the end of the server's newest log.",
  arguments: [],
  options: {
    lines: { type: 'count', short: 'n', help: `how many lines; ${DEFAULT_LINES} unless given` },
    follow: { type: 'flag', short: 'f', help: 'go on printing what is added, until Ctrl-C' },
  },
  examples: [{ command: 'cao server logs' }, { command: 'cao server logs --follow' }],
  async run({ options }, io) {
    const home = homeOf(io);
    const file = await newestLog(home);
    if (file === undefined) {
      throw caoError('not_found', `There is no server log in ${logFolder(home)}`, { hint: 'cao server start' });
    }
    const end = await printTail(file, options.lines ?? DEFAULT_LINES, io);
    if (options.follow) await io.interruptible((signal) => follow(home, { file, end }, signal, io));
    return options.follow ? EXIT.interrupted : EXIT.ok;
  },
});

/** Returns the offset up to which the file was printed. */
async function printTail(file: string, lines: number, io: Io): Promise<number> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const start = Math.max(0, size - TAIL_BYTES);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
  const text = buffer.toString('utf8', 0, bytesRead);
  const rows = text.split('\n');
  const complete = rows.at(-1) === '' ? rows.slice(0, -1) : rows;
  const shown = complete.slice(-lines);
  if (shown.length > 0) io.out(`${shown.join('\n')}${rows.at(-1) === '' ? '\n' : ''}`);
  return start + bytesRead;
}

/** Prints what is added; moves on to the next file when a new server starts one. */
async function follow(home: string, at: { file: string; end: number }, signal: AbortSignal, io: Io): Promise<void> {
  let { file, end } = at;
  let wake: (() => void) | undefined;
  let changed = true;
  const watcher = watch(logFolder(home), { persistent: true }, notice);
  function notice(): void {
    changed = true;
    wake?.();
  }
  signal.addEventListener('abort', notice);
  try {
    while (!signal.aborted) {
      changed = false;
      end = await printFrom(file, end, io);
      const newest = await newestLog(home);
      if (newest !== undefined && newest !== file) {
        await printFrom(file, end, io);
        [file, end, changed] = [newest, 0, true];
      }
      if (!changed && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    watcher.close();
  }
}

async function printFrom(file: string, start: number, io: Io): Promise<number> {
  await using handle = await open(file);
  let end = start;
  for (;;) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, end);
    if (bytesRead === 0) return end;
    io.stdout.write(buffer.subarray(0, bytesRead));
    end += bytesRead;
  }
}
