import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** `cao_<timestamp>.log`: the names sort by time. */
const LOG_NAME = /^cao_.*\.log$/;

export function logFolder(home: string): string {
  return path.join(home, 'logs');
}

export async function newestLog(home: string): Promise<string | undefined> {
  let names: string[];
  try {
    names = await readdir(logFolder(home));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const newest = names
    .filter((name) => LOG_NAME.test(name))
    .sort()
    .at(-1);
  return newest === undefined ? undefined : path.join(logFolder(home), newest);
}
