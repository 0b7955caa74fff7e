import process from 'node:process';
import { createFindingBook, messageOf } from './finding-book.ts';
import type { Discovery } from './discover.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { load } from './load.ts';
import { loadCommand } from './load-command.ts';
import { createProviderLoader } from './providers.ts';
import { WANTED_PLUGIN } from './shapes.ts';

/** Imports everything once and says what is wrong with it, one sentence each; sets nothing up. */
export async function loadProblems(entries: Pick<Discovery, 'plugins' | 'providers' | 'commands'>): Promise<string[]> {
  const { importMs } = DEFAULT_LIMITS;
  const none = { skills: [], profiles: [], findings: [] };
  const provide = createProviderLoader(() => ({ ...none, ...entries }), DEFAULT_LIMITS, createFindingBook([]));
  const loading = [
    ...entries.plugins.map(({ file }) => load(file, WANTED_PLUGIN, importMs)),
    ...entries.providers.map(({ id }) => provide(id)),
    ...entries.commands.map((command) => loadCommand(command, process, importMs)),
  ];
  const settled = await Promise.allSettled<unknown>(loading);
  return settled.flatMap((result) => (result.status === 'rejected' ? [messageOf(result.reason)] : []));
}
