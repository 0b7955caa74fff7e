import { caoError, type CaoClient } from '@cao/client';
import type { AgentProfile, ProviderRow } from '@cao/contracts';

const DEFAULT_PROVIDER = 'kiro_cli';

/** The provider this launch will use: what the user typed, else the profile's if there is such a one, else the default. */
export async function resolveProvider(
  client: CaoClient,
  typed: string | undefined,
  profile: AgentProfile | undefined,
): Promise<ProviderRow> {
  const rows = await client.providers.list();
  const find = (name: string | undefined): ProviderRow | undefined => rows.find((row) => row.name === name);
  const row = typed === undefined ? (find(profile?.provider) ?? find(DEFAULT_PROVIDER)) : find(typed);
  if (row === undefined) {
    const known = `Available providers: ${rows.map(({ name }) => name).join(', ')}`;
    const hint = 'Neither --provider nor the profile names one that is here; pass --provider.';
    throw caoError(
      'provider_unknown',
      `Invalid provider '${typed ?? DEFAULT_PROVIDER}'. ${known}`,
      typed === undefined ? { hint } : {},
    );
  }
  if (!row.installed) {
    throw caoError(
      'provider_missing',
      `${row.title} is not installed: '${row.binary}' was not found where the server runs`,
      {
        hint: `Install it, or pass --provider with one of: ${installed(rows)}`,
      },
    );
  }
  return row;
}

function installed(rows: readonly ProviderRow[]): string {
  const names = rows.filter((row) => row.installed).map(({ name }) => name);
  return names.length === 0 ? '(none is installed)' : names.join(', ');
}
