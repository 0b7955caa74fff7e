import { CaoError } from '@cao/contracts';
import { PROVIDER_API_VERSION, PROVIDER_BRAND, type Provider } from '@cao/provider-sdk';
import type { Discovery, ProviderEntry } from './discover.ts';
import { messageOf, type FindingBook } from './finding-book.ts';
import type { Limits } from './limits.ts';
import { load } from './load.ts';
import { ProviderShape } from './shapes.ts';

const WANTED = { name: 'provider', brand: PROVIDER_BRAND, version: PROVIDER_API_VERSION, shape: ProviderShape };

/** Loads each provider when it is first asked for, and once. A failure is not kept: the next call tries again. */
export function createProviderLoader(
  discovery: () => Discovery,
  { importMs }: Limits,
  findings: FindingBook,
): (id: string) => Promise<Provider> {
  /** By file: the id may be another package's after a new search. */
  const loaded = new Map<string, Promise<Provider>>();

  async function loadEntry(entry: ProviderEntry): Promise<Provider> {
    try {
      const provider = await load(entry.file, WANTED, importMs);
      if (provider.id !== entry.id) throw new Error(`${entry.file} exports provider '${provider.id}'`);
      findings.clear('provider', entry.id);
      return provider;
    } catch (error) {
      loaded.delete(entry.file);
      const message = `Provider '${entry.id}' of ${entry.package} cannot be loaded: ${messageOf(error)}`;
      const { id, source } = entry;
      findings.note({
        source,
        package: entry.package,
        entry: { kind: 'provider', name: id },
        reason: 'load_failed',
        message,
      });
      throw new CaoError('provider_unknown', message, {
        hint: `Reinstall or rebuild ${entry.package}, or choose another provider.`,
        cause: error,
      });
    }
  }

  return async (id) => {
    const found = discovery();
    const entry = found.providers.find((provider) => provider.id === id);
    if (entry === undefined) throw unknownProvider(id, found);
    const known = loaded.get(entry.file);
    if (known !== undefined) return known;
    const loading = loadEntry(entry);
    loaded.set(entry.file, loading);
    return loading;
  };
}

function unknownProvider(id: string, { providers, findings }: Discovery): CaoError {
  const finding = findings.find(({ entry }) => entry?.kind === 'provider' && entry.name === id);
  const names = providers.map((provider) => provider.id).sort();
  return new CaoError('provider_unknown', `Provider '${id}' is not available.${finding ? ` ${finding.message}` : ''}`, {
    hint: names.length === 0 ? 'No provider is installed.' : `Available: ${names.join(', ')}.`,
  });
}
