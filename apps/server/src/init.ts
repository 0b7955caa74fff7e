import { homePaths, makeHome } from './home.ts';

export interface InitializedHome {
  readonly database: string;
  /** Names of skills that were not there. */
  readonly addedSkills: readonly string[];
}

/** Makes what a server would make at its first start. Brings back shipped skills that were removed, and changes nothing else that is there; safe beside a running server. */
export async function initHome({ home, now }: { home: string; now: () => number }): Promise<InitializedHome> {
  const paths = homePaths(home);
  makeHome(paths);
  const [{ acquireLock, openState }, { seedSkills }] = await Promise.all([
    import('@cao/state'),
    import('@cao/profiles'),
  ]);
  // Whoever has the lock is a server, which has made its database.
  const lock = acquireLock(paths.lock);
  try {
    if (lock !== undefined) openState({ path: paths.database, now }).close();
  } finally {
    lock?.release();
  }
  const { added } = await seedSkills(home, { restore: true });
  return { database: paths.database, addedSkills: added };
}
