import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openMemory, type Caller, type MemoryStore } from '../src/index.ts';

export const AT = Date.parse('2026-06-01T09:15:30Z');

export interface TestMemory extends AsyncDisposable {
  readonly home: string;
  readonly store: MemoryStore;
  now: number;
  /** A second store of the same home, as another process has it. */
  other(): MemoryStore;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
}

export async function testMemory(): Promise<TestMemory> {
  const home = await mkdtemp(path.join(tmpdir(), 'cao-memory-'));
  const open: MemoryStore[] = [];
  const another = (): MemoryStore => {
    const store = openMemory({ home, now: () => self.now });
    open.push(store);
    return store;
  };
  const self: TestMemory = {
    home,
    now: AT,
    get store() {
      return open[0] ?? another();
    },
    other: another,
    read: (file) => readFile(path.join(home, 'memory', file), 'utf8'),
    async write(file, text) {
      await mkdir(path.dirname(path.join(home, 'memory', file)), { recursive: true });
      await writeFile(path.join(home, 'memory', file), text);
    },
    async [Symbol.asyncDispose]() {
      for (const store of open) store.close();
      await rm(home, { recursive: true });
    },
  };
  return self;
}

export const CALLER: Caller = {
  project: { id: 'host-team-app', aliases: ['14ae6bda7bac'] },
  sessionName: 'cao-one',
  agentProfile: 'developer',
};
