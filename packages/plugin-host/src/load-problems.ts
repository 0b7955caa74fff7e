import { createFindingBook, messageOf } from './finding-book.ts';
import type { Discovery } from './discover.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { load } from './load.ts';
import { createProviderLoader } from './providers.ts';
import { WANTED_PLUGIN } from './shapes.ts';

/** Imports everything once and says what is wrong with it, one sentence each; sets nothing up. */
export async function loadProblems(entries: Pick<Discovery, 'plugins' | 'providers'>): Promise<string[]> {
  const { importMs } = DEFAULT_LIMITS;
  const none = { commands: [], skills: [], profiles: [], findings: [] };
  const provide = createProviderLoader(() => ({ ...none, ...entries }), DEFAULT_LIMITS, createFindingBook([]));
  const loading = [
    ...entries.plugins.map(({ file }) => load(file, WANTED_PLUGIN, importMs)),
    ...entries.providers.map(({ id }) => provide(id)),
  ];
  const settled = await Promise.allSettled<unknown>(loading);
  return settled.flatMap((result) => (result.status === 'rejected' ? [messageOf(result.reason)] : []));
}
