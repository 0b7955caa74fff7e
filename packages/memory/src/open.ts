import path from 'node:path';
import { openMemoryIndex, type MemoryIndex } from '@cao/state';
import { createFiles } from './files.ts';
import { createExclusive } from './lock.ts';
import { createStore, type MemoryStore } from './store.ts';

export interface OpenMemoryOptions {
  /** CAO's home. */
  readonly home: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The memory of a home. Opens nothing before it is used; any number of processes may have it open. */
export function openMemory({ home, now }: OpenMemoryOptions): MemoryStore {
  return createStore({
    files: createFiles(path.join(home, 'memory')),
    index: openLater(() => openMemoryIndex(path.join(home, 'db', 'memory-index.sqlite'))),
    exclusive: createExclusive(path.join(home, 'run', 'memory.lock')),
    now,
  });
}

function openLater(open: () => MemoryIndex): MemoryIndex {
  let opened: MemoryIndex | undefined;
  const index = (): MemoryIndex => (opened ??= open());
  return {
    stamps: (folder) => index().stamps(folder),
    update: (folder, change) => index().update(folder, change),
    containing: (words, filter) => index().containing(words, filter),
    ranked: (words, filter) => index().ranked(words, filter),
    close() {
      opened?.close();
      opened = undefined;
    },
  };
}
