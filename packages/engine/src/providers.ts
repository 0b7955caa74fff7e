import { CaoError, type ProviderCheck, type ProviderRow } from '@cao/contracts';
import type { Provider } from '@cao/provider-sdk';
import type { EngineDeps } from './deps.ts';
import type { ProviderUseCases } from './engine.ts';
import { messageOf } from './errors.ts';
import { agentEnv } from './launch/env.ts';
import type { Executables } from './launch/executable.ts';
import { readUserFiles } from './launch/plan-files.ts';
import { provenAt } from './launch/version.ts';
import { unusableProviders } from './unusable-providers.ts';

type Entry = ReturnType<EngineDeps['registry']['providers']>[number];

export function createProviders(deps: EngineDeps, executables: Executables): ProviderUseCases {
  async function rowOf({ id, package: name }: Entry, provider: Provider): Promise<ProviderRow> {
    return {
      name: id,
      binary: provider.binary,
      installed: (await executables.find(provider)) !== undefined,
      title: provider.title,
      package: name,
      proven: { versions: [...(provider.proven?.versions ?? [])], on: provider.proven?.on ?? null },
      tool_restriction: provider.capabilities.toolRestriction,
    };
  }

  async function check(entry: Entry): Promise<ProviderCheck> {
    const provider = await deps.registry.loadProvider(entry.id);
    const row = await rowOf(entry, provider);
    const path = await executables.find(provider);
    const version = path === undefined ? undefined : await executables.version(provider, path);
    const signedIn = path === undefined ? 'unknown' : await signedInTo(provider);
    const problems = [
      ...(path === undefined ? [{ what: `There is no '${provider.binary}' on PATH.`, fix: provider.installHint }] : []),
      ...(path !== undefined && version === undefined && provider.versionArgs.length > 0
        ? [{ what: `'${path}' does not tell its version.`, fix: `Try: ${path} ${provider.versionArgs.join(' ')}` }]
        : []),
      ...(signedIn === 'no' ? [{ what: 'Nobody is signed in.', fix: provider.login?.hint ?? '' }] : []),
    ];
    return {
      ...row,
      path: path ?? null,
      version: version ?? null,
      version_proven: provenAt(version, provider.proven?.versions ?? []),
      signed_in: signedIn,
      problems,
    };
  }

  async function signedInTo({ login, inheritEnv }: Provider): Promise<'yes' | 'no' | 'unknown'> {
    if (login === undefined) return 'unknown';
    const home = deps.paths.userHome;
    const { inheritEnv: extra } = deps.options;
    const env = agentEnv({ base: deps.env, provider: inheritEnv, extra, forwarded: {}, plan: {}, own: {} });
    return login.state({ home, env, userFiles: await readUserFiles(login.files({ home, env })) });
  }

  /** A package that does not load must not hide the others. */
  async function each<T>(entries: readonly Entry[], work: (entry: Entry) => Promise<T>): Promise<T[]> {
    const results = await Promise.all(
      entries.map((entry) =>
        work(entry).catch((error: unknown) => {
          deps.log.warn('a provider could not be loaded', { provider: entry.id, error: messageOf(error) });
          return undefined;
        }),
      ),
    );
    return results.filter((result) => result !== undefined);
  }

  return {
    list: () =>
      each(deps.registry.providers(), async (entry) => rowOf(entry, await deps.registry.loadProvider(entry.id))),
    async check(id) {
      const entries = deps.registry.providers();
      if (id === undefined) return each(entries, check);
      const entry = entries.find((candidate) => candidate.id === id);
      if (entry !== undefined) return [await check(entry)];
      const known = entries.map((candidate) => candidate.id).join(', ');
      const finding = deps.registry.findings().find(({ entry }) => entry?.kind === 'provider' && entry.name === id);
      if (finding !== undefined) {
        const [unusable] = unusableProviders([finding]);
        throw new CaoError('provider_unknown', finding.message, { hint: unusable?.fix ?? '' });
      }
      throw new CaoError('provider_unknown', `Invalid provider '${id}'. Available providers: ${known}`);
    },
    async unusable() {
      await each(deps.registry.providers(), ({ id }) => deps.registry.loadProvider(id));
      return unusableProviders(deps.registry.findings());
    },
  };
}
