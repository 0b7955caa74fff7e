import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { candidatesOf, type Candidate, type Root } from './candidates.ts';
import type { Finding, Source } from './finding.ts';
import { isRefusal, readCaoField, readManifest, type PackageManifest } from './manifest.ts';

export interface PluginEntry {
  /** The name settings and logs use. */
  readonly name: string;
  readonly package: string;
  readonly version: string;
  /** Absolute path of the module. */
  readonly file: string;
  readonly source: Source;
}

export interface ProviderEntry extends Omit<PluginEntry, 'name'> {
  readonly id: string;
}

export interface Discovery {
  readonly providers: readonly ProviderEntry[];
  readonly plugins: readonly PluginEntry[];
  readonly findings: readonly Finding[];
}

/**
 * Finds providers and plugins by the `cao` field of package.json files. Runs no code of theirs. Roots are asked in order and the
 * first to offer a name wins; whatever cannot be used is among the findings.
 */
export function discover({ roots }: { readonly roots: readonly Root[] }): Discovery {
  const catalogue = createCatalogue();
  for (const root of roots) {
    const { candidates, findings } = candidatesOf(root);
    catalogue.findings.push(...findings);
    for (const candidate of candidates) inspect(candidate, catalogue);
  }
  return {
    providers: [...catalogue.provider.values()].map(({ name, ...entry }) => ({ id: name, ...entry })),
    plugins: [...catalogue.plugin.values()],
    findings: catalogue.findings,
  };
}

type Kind = 'provider' | 'plugin';

interface Catalogue {
  readonly provider: Map<string, PluginEntry>;
  readonly plugin: Map<string, PluginEntry>;
  readonly findings: Finding[];
  /** Folders already looked at: a package that two roots name is no duplicate. */
  readonly seen: Set<string>;
}

function createCatalogue(): Catalogue {
  return { provider: new Map(), plugin: new Map(), findings: [], seen: new Set() };
}

function inspect({ source, directory }: Candidate, catalogue: Catalogue): void {
  if (catalogue.seen.has(directory)) return;
  catalogue.seen.add(directory);
  const manifest = readManifest(directory);
  if (isRefusal(manifest)) {
    catalogue.findings.push({ source, package: directory, directory, ...manifest });
    return;
  }
  const from = { source, directory, package: manifest.name };
  if (manifest.cao === undefined) {
    // The server has ordinary libraries among its dependencies; a listed or managed package was put there to be found.
    const message = `${manifest.name} has no "cao" field in its package.json: it is neither a provider nor a plugin.`;
    if (source !== 'built-in') catalogue.findings.push({ ...from, reason: 'no_cao_field', message });
    return;
  }
  const entries = readCaoField(manifest);
  if (isRefusal(entries)) {
    catalogue.findings.push({ ...from, ...entries });
    return;
  }
  for (const [name, file] of entries.providers) add('provider', name, file, manifest, from, catalogue);
  for (const [name, file] of entries.plugins) add('plugin', name, file, manifest, from, catalogue);
}

function add(
  kind: Kind,
  name: string,
  relative: string,
  { version }: PackageManifest,
  from: { source: Source; directory: string; package: string },
  catalogue: Catalogue,
): void {
  const finding = { ...from, entry: { kind, name } };
  const file = join(from.directory, relative);
  const winner = catalogue[kind].get(name);
  if (winner !== undefined) {
    const message = `${kind} ${name} of ${from.package} is not used: ${winner.package} (${winner.source}) has it already.`;
    catalogue.findings.push({ ...finding, reason: 'duplicate', message });
  } else if (!existsSync(file)) {
    const message = `${from.package} names ${relative} for ${kind} ${name}, and that file does not exist.`;
    catalogue.findings.push({ ...finding, reason: 'missing_file', message });
  } else {
    catalogue[kind].set(name, { name, package: from.package, version, file, source: from.source });
  }
}
