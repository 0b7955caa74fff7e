import { loadSqlite, type Sqlite } from './native.ts';
import { preparePrivateFile } from './open.ts';

export interface StateLock {
  /** Idempotent. */
  release(): void;
}

/** Keeps connections of held locks reachable: a collected connection closes and gives its lock away. */
const held = new Set<Sqlite>();

/**
 * Takes a lock that the operating system ends with the process, however it dies: an exclusive transaction on a small file of
 * its own. Undefined while somebody else holds it. Nothing else may open that file, not even to read it.
 */
export function acquireLock(path: string): StateLock | undefined {
  const Sqlite = loadSqlite();
  preparePrivateFile(path);
  const sqlite = new Sqlite(path, { timeout: 0 });
  try {
    sqlite.exec('begin exclusive');
  } catch (error) {
    sqlite.close();
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
  held.add(sqlite);
  return {
    release() {
      if (held.delete(sqlite)) sqlite.close();
    },
  };
}
