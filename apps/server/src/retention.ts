import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Logger } from '@cao/engine';
import type { HomePaths } from './home.ts';

const DAY_MS = 24 * 60 * 60_000;
/** As long as CAO (Python) keeps things. */
const KEEP_MS = 14 * DAY_MS;

export interface RetentionOptions {
  readonly paths: HomePaths;
  /** Removes records that ended before this time. */
  readonly pruneRecords: (before: number) => void;
  /** Removes facts that have outlived their scope; resolves with how many. */
  readonly pruneMemory: () => Promise<number>;
  readonly liveTerminals: () => readonly string[];
  readonly now: () => number;
  readonly log: Logger;
  /** The log this server writes. */
  readonly ownLog: string;
}

/** Removes what ended long ago, once now and then daily. Returns the way to stop. */
export function startRetention(options: RetentionOptions): () => void {
  const run = (): void => {
    prune(options).catch((error: unknown) =>
      options.log.warn('old records could not be removed', { error: String(error) }),
    );
  };
  run();
  const timer = setInterval(run, DAY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

export async function prune(options: RetentionOptions): Promise<void> {
  const { paths, pruneRecords, pruneMemory, liveTerminals, now, log, ownLog } = options;
  const before = now() - KEEP_MS;
  pruneRecords(before);
  const live = new Set(liveTerminals());
  const removed = [
    ...(await removeOld(paths.logs, before, (name) => /^cao_.*\.log$/.test(name) && name !== basename(ownLog))),
    ...(await removeOld(paths.terminalLogs, before, (name) => !live.has(name.split('.', 1)[0] ?? ''))),
  ];
  if (removed.length > 0) log.info('removed old logs', { count: removed.length });
  const forgotten = await pruneMemory();
  if (forgotten > 0) log.info('removed memories that had outlived their scope', { count: forgotten });
}

async function removeOld(folder: string, before: number, candidate: (name: string) => boolean): Promise<string[]> {
  const removed: string[] = [];
  for (const name of (await readdir(folder).catch(() => [])).filter(candidate)) {
    const path = join(folder, name);
    const facts = await stat(path).catch(() => undefined);
    if (facts === undefined || !facts.isFile() || facts.mtimeMs >= before) continue;
    await rm(path, { force: true });
    removed.push(path);
  }
  return removed;
}
