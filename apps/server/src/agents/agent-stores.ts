import { readFile } from 'node:fs/promises';
import { isCaoError } from '@cao/contracts';
import { createRegistry, type Registry } from '@cao/plugin-host';
import type { Provider } from '@cao/provider-sdk';
import { searchExtensions } from '../roots.ts';

/** What of this machine the files of agents depend on. */
export interface Place {
  /** CAO's home. */
  readonly home: string;
  readonly userHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The providers of this home, as its server has them; for programs that work beside it or without it. */
export function openRegistry(home: string): Registry {
  const nobody = (): void => undefined;
  return createRegistry({
    discovery: searchExtensions({ home }),
    logger: { debug: nobody, info: nobody, warn: nobody, error: nobody },
  });
}

/** Every provider that loads; a broken package is `cao provider doctor`'s to explain. */
export async function loadProviders(registry: Registry): Promise<Provider[]> {
  const loaded = await Promise.all(
    registry.providers().map(async ({ id }) =>
      registry.loadProvider(id).catch((error: unknown) => {
        if (isCaoError(error)) return undefined;
        throw error;
      }),
    ),
  );
  return loaded.filter((provider) => provider !== undefined);
}

export function definedEnv(env: Place['env']): Record<string, string> {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** What the files hold, by path; without those that do not exist. */
export async function readFiles(paths: readonly string[]): Promise<Record<string, string>> {
  const contents = await Promise.all(paths.map(async (path) => [path, await readIfThere(path)] as const));
  return Object.fromEntries(contents.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
