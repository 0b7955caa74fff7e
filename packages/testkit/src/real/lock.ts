import { open, readFile, rm } from 'node:fs/promises';
import { eventually } from '../eventually.ts';

/** Longer than the time limit of an install, so that whoever waits sees its end. */
const LOCK_WAIT_MS = 300_000;

/** Runs `work` while no other process does so under the same lock file. A lock whose owner has died is taken over. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await eventually(() => take(path), { timeoutMs: LOCK_WAIT_MS, intervalMs: 100 });
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  if (owner > 0 && !exists(owner)) await rm(path, { force: true });
  return false;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
