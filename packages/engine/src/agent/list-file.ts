import { readFile, stat } from 'node:fs/promises';
import { isMissing } from '../errors.ts';
import type { TailBatch } from './tail.ts';

/** A document that holds a whole conversation is written anew with each of its messages; beyond this nobody would bear it. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Reads what was added to the list that a JSON document holds in one of its fields. */
export interface ListFiles {
  /** The elements behind the first `offset` ones; the new offset is their number. */
  read(path: string, field: string, offset: number): Promise<TailBatch>;
}

export function createListFiles(): ListFiles {
  const read = new Map<string, string>();

  /** Undefined while there is no whole document that was not read before. */
  async function changed(path: string): Promise<unknown> {
    try {
      const { size, mtimeMs } = await stat(path);
      const version = `${size} ${mtimeMs}`;
      if (size > MAX_BYTES || read.get(path) === version) return undefined;
      const document: unknown = JSON.parse(await readFile(path, 'utf8'));
      read.set(path, version);
      return document;
    } catch (error) {
      // Half-written or gone: the next change brings all of it.
      if (isMissing(error) || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  return {
    async read(path, field, offset) {
      const document = (await changed(path)) as Record<string, unknown> | null | undefined;
      const list = document?.[field];
      if (!Array.isArray(list)) return { records: [], offset, bad: 0 };
      return { records: list.slice(offset) as unknown[], offset: list.length, bad: 0 };
    },
  };
}
