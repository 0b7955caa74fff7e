import type { UnusableProvider } from '@cao/contracts';
import type { ProviderFinding } from './deps.ts';

const REMOVE = 'or take it out with `cao provider remove`';

/** What mends each of the registry's findings. */
const FIXES: Readonly<Record<string, (finding: ProviderFinding) => string>> = {
  not_installed: () => `Put it back, ${REMOVE}.`,
  no_cao_field: () => `Add the field, ${REMOVE}.`,
  invalid_manifest: () => `Mend its package.json, ${REMOVE}.`,
  api_version: () => 'Update the package, or CAO.',
  missing_file: ({ directory }) => `Build it: npm run build${directory === undefined ? '' : `, in ${directory}`}.`,
  duplicate: () => 'Give it another id, or take one of the two out with `cao provider remove`.',
  load_failed: () => 'Mend and rebuild it, then start the server again: cao server stop, cao server start.',
};

/** Findings about providers, and about packages of which nothing else is known. */
export function unusableProviders(findings: readonly ProviderFinding[]): UnusableProvider[] {
  return findings
    .filter(({ entry }) => entry?.kind !== 'plugin')
    .map((finding) => ({
      name: finding.entry?.name ?? null,
      package: finding.package,
      directory: finding.directory ?? null,
      what: finding.message,
      fix: FIXES[finding.reason]?.(finding) ?? 'The log of the server says more: cao server logs.',
    }));
}
