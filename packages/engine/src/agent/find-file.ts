import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSource } from '@cao/provider-sdk';
import { isMissing } from '../errors.ts';

/** Clocks of a file system and of ours may differ a little. */
const SLACK_MS = 2000;

/** The newest file that a source describes and that is not older than the launch. */
export async function findFile(find: NonNullable<FileSource['find']>, since: number): Promise<string | undefined> {
  let newest: { path: string; at: number } | undefined;
  for (const path of await matches(find.directory, find.match, find.depth)) {
    const at = await modified(path);
    if (at === undefined || at < since - SLACK_MS) continue;
    if (newest === undefined || at > newest.at) newest = { path, at };
  }
  return newest?.path;
}

async function matches(directory: string, match: RegExp, depth: number): Promise<string[]> {
  try {
    const found: string[] = [];
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory() && depth > 0) found.push(...(await matches(path, match, depth - 1)));
      else if (entry.isFile() && match.test(entry.name)) found.push(path);
    }
    return found;
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function modified(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
