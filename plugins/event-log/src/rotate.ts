import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { LogFile } from './log-file.ts';

export interface Bounds {
  readonly max_bytes: number;
  readonly max_days: number;
}

const DAY_MS = 86_400_000;

/** Whether a line belongs into a new file. Time is that of the events, so that what is caught up on after a restart stays together. */
export function isFull({ size, since }: LogFile, bytes: number, at: number, bounds: Bounds): boolean {
  if (size === 0) return false;
  return size + bytes > bounds.max_bytes || (since !== undefined && at - since >= bounds.max_days * DAY_MS);
}

/** `events.jsonl` becomes `events.jsonl.1`, that becomes `.2`, and so on; those beyond `keep` go. */
export async function rotate(file: string, keep: number): Promise<void> {
  const numbers = await oldNumbers(file);
  for (const number of numbers.toReversed()) {
    if (number >= keep) await rm(`${file}.${number}`, { force: true });
    else await rename(`${file}.${number}`, `${file}.${number + 1}`);
  }
  if (keep === 0) await rm(file, { force: true });
  else await rename(file, `${file}.1`);
}

/** Ascending. */
async function oldNumbers(file: string): Promise<number[]> {
  const prefix = `${basename(file)}.`;
  const names = await readdir(dirname(file));
  return names
    .filter((name) => name.startsWith(prefix) && /^[1-9]\d{0,5}$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .toSorted((one, other) => one - other);
}
