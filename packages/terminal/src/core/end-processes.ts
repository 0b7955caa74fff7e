import { setTimeout as delay } from 'node:timers/promises';
import { membersOf, readProcessTable, type TreeRoot } from './process-tree.ts';
import { sendSignal } from './pty.ts';

/** Only the program itself announces its end; what it started is looked at this often while it may still go by itself. */
const LOOK_EVERY_MS = 25;

/** A process that forks while it is killed is caught by one of the next rounds. */
const KILL_ROUNDS = 10;

/** A killed program ends at once unless it hangs in the kernel; nothing more can be done for it then. */
const REAP_MS = 2_000;

export interface EndOptions {
  /** Resolves when the program itself ended. */
  readonly reaped: Promise<void>;
  readonly isReaped: () => boolean;
  /** Between the hang-up and the kill. */
  readonly graceMs: number;
}

/**
 * Hangs up on everything a terminal runs, and after a grace kills what is left: its session, and what it started in sessions
 * of its own, as tools do for the programs they run.
 */
export async function endProcesses(root: TreeRoot, { reaped, isReaped, graceMs }: EndOptions): Promise<void> {
  const deadline = performance.now() + graceMs;
  let left = membersOf(root, await readProcessTable());
  // Right after the fork there is no group yet.
  if (!isReaped() && !hangUp(-root.pid)) hangUp(root.pid);
  for (const { pid, group } of left) if (group !== root.pid) hangUp(pid);
  await within(graceMs, reaped);
  for (;;) {
    left = membersOf(root, await readProcessTable(), left);
    if (left.length === 0 || performance.now() >= deadline) break;
    await delay(LOOK_EVERY_MS);
  }
  for (let round = 0; left.length > 0 && round < KILL_ROUNDS; round++) {
    for (const { pid } of left) sendSignal(pid, 'SIGKILL');
    await delay(LOOK_EVERY_MS);
    left = membersOf(root, await readProcessTable(), left);
  }
  await within(REAP_MS, reaped);
}

/** A stopped process hears the hang-up only after it was continued. */
function hangUp(pid: number): boolean {
  const heard = sendSignal(pid, 'SIGHUP');
  sendSignal(pid, 'SIGCONT');
  return heard;
}

async function within(ms: number, event: Promise<void>): Promise<void> {
  const timer = new AbortController();
  const late = delay(ms, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([event, late]);
  timer.abort();
}
