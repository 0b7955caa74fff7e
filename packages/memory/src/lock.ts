import { setTimeout as pause } from 'node:timers/promises';
import { CaoError } from '@cao/contracts';
import { acquireLock } from '@cao/state';

/** Whoever holds the lock writes two small files; longer means that a process hangs. */
const PATIENCE_MS = 10_000;
/** No event tells that another process let go. */
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;

/** Runs one piece of work at a time, of all processes that name the same file. The system frees it when a process dies. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

export function createExclusive(file: string): Exclusive {
  let last: Promise<unknown> = Promise.resolve();

  async function locked<T>(work: () => Promise<T>): Promise<T> {
    const lock = await take(file);
    try {
      return await work();
    } finally {
      lock.release();
    }
  }

  return (work) => {
    const mine = last.then(() => locked(work));
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function take(file: string): Promise<{ release(): void }> {
  let waited = 0;
  for (let step = FIRST_PAUSE_MS; ; step = Math.min(step * 2, LONGEST_PAUSE_MS)) {
    const lock = acquireLock(file);
    if (lock !== undefined) return lock;
    if (waited >= PATIENCE_MS) {
      throw new CaoError('timeout', 'Another process has been writing the memory for ten seconds.', {
        hint: 'Nothing was changed. Try again; if it stays so, end that process.',
      });
    }
    // Not all at the same moment.
    const ms = step * (0.5 + Math.random());
    waited += ms;
    await pause(ms);
  }
}
