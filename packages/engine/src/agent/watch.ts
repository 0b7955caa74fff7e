import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Logger } from '../deps.ts';

/**
 * Watches single files through their folders, so that a file may be replaced (written beside and renamed) or not exist yet.
 * One system watch per folder, however many files are watched in it.
 */
export interface FileWatcher {
  /** Calls `changed` after every change of the file. Returns the way to stop; undefined while its folder does not exist. */
  watch(path: string, changed: () => void): (() => void) | undefined;
  close(): void;
}

export function createFileWatcher(log: Logger): FileWatcher {
  const folders = new Map<string, { watcher: FSWatcher; files: Map<string, Set<() => void>> }>();

  function folder(path: string): { files: Map<string, Set<() => void>> } | undefined {
    const known = folders.get(path);
    if (known) return known;
    try {
      const files = new Map<string, Set<() => void>>();
      const watcher = watch(path, { persistent: false }, (_event, name) => {
        for (const changed of name === null ? all(files) : (files.get(name) ?? [])) changed();
      });
      watcher.on('error', (error) => log.warn('a folder can no longer be watched', { path, error: error.message }));
      const entry = { watcher, files };
      folders.set(path, entry);
      return entry;
    } catch (error) {
      // Not there yet: the caller tries again when the agent next does something.
      log.debug('a folder cannot be watched', { path, error: String(error) });
      return undefined;
    }
  }

  return {
    watch(path, changed) {
      const at = dirname(path);
      const name = basename(path);
      const entry = folder(at);
      if (entry === undefined) return undefined;
      const set = entry.files.get(name) ?? new Set();
      entry.files.set(name, set.add(changed));
      return () => {
        set.delete(changed);
        if (set.size === 0) entry.files.delete(name);
        if (entry.files.size === 0) {
          folders.get(at)?.watcher.close();
          folders.delete(at);
        }
      };
    },
    close() {
      for (const { watcher } of folders.values()) watcher.close();
      folders.clear();
    },
  };
}

function all(files: Map<string, Set<() => void>>): (() => void)[] {
  return [...files.values()].flatMap((set) => [...set]);
}
