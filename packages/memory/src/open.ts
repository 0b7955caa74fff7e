import path from 'node:path';
import { openMemoryIndex } from '@cao/state';
import { createFiles } from './files.ts';
import { createExclusive } from './lock.ts';
import { createStore, type MemoryStore } from './store.ts';

export interface OpenMemoryOptions {
  /** CAO's home. */
  readonly home: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The memory of a home. Any number of processes may have it open. */
export function openMemory({ home, now }: OpenMemoryOptions): MemoryStore {
  return createStore({
    files: createFiles(path.join(home, 'memory')),
    index: openMemoryIndex(path.join(home, 'db', 'memory-index.sqlite')),
    exclusive: createExclusive(path.join(home, 'run', 'memory.lock')),
    now,
  });
}
