import { open, stat, type FileHandle } from 'node:fs/promises';
import { isMissing } from '../errors.ts';

/** A record longer than this is skipped: a hook's payload carries whole answers, not whole disks. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const LINE_FEED = 10;

export interface TailBatch {
  readonly records: readonly unknown[];
  /** Offset behind the last whole line read. */
  readonly offset: number;
  /** Lines that were no JSON. */
  readonly bad: number;
}

/** Reads the whole lines of a JSON Lines file behind `offset`. A last line without its end stays for the next time. */
export async function readTail(path: string, offset: number): Promise<TailBatch> {
  let file: FileHandle;
  try {
    // Asked far more often than there is news.
    if ((await stat(path)).size === offset) return { records: [], offset, bad: 0 };
    file = await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return { records: [], offset, bad: 0 };
    throw error;
  }
  try {
    const { size } = await file.stat();
    // A file that shrank was replaced: its lines are new.
    const start = size < offset ? 0 : offset;
    return parse(await readFrom(file, start, size), start);
  } finally {
    await file.close();
  }
}

async function readFrom(file: FileHandle, start: number, size: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let position = start; position < size && position - start < MAX_LINE_BYTES;) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - position));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    position += bytesRead;
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

function parse(bytes: Buffer, start: number): TailBatch {
  const records: unknown[] = [];
  let bad = 0;
  let from = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
    const line = bytes.toString('utf8', from, end).trim();
    from = end + 1;
    if (line === '') continue;
    try {
      records.push(JSON.parse(line));
    } catch {
      bad += 1;
    }
  }
  // One line that fills the whole window will never end within it.
  if (from === 0 && bytes.length >= MAX_LINE_BYTES) return { records, offset: start + bytes.length, bad: bad + 1 };
  return { records, offset: start + from, bad };
}
