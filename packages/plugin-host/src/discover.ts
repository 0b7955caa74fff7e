import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { candidatesOf, type Candidate, type Root } from './candidates.ts';
import { engineProblem, type Versions } from './discovery/engines.ts';
import { unsafeFolder, type AgentFolders } from './discovery/safe-folder.ts';
import type { Finding, Source } from './finding.ts';
import { isRefusal, readCaoField, readManifest, type PackageManifest, type PluginFile } from './manifest.ts';

interface Entry {
  /** The name settings and logs use. */
  readonly name: string;
  readonly package: string;
  readonly version: string;
  /** Absolute path of the module. */
  readonly file: string;
  /** The package's folder, links resolved. */
  readonly directory: string;
  readonly source: Source;
}

export interface PluginEntry extends Entry {
  /** What it is asked about before it happens, and what holds when it cannot be asked. */
  readonly before: PluginFile['before'];
}

export interface ProviderEntry extends Omit<Entry, 'name'> {
  readonly id: string;
}

export interface DiscoverOptions {
  readonly roots: readonly Root[];
  /** Versions that `engines` of a package are held against; not checked when absent. */
  readonly versions?: Versions;
  /** Where agents work: no plugin is taken from there. */
  readonly agentFolders?: AgentFolders;
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
export function discover({ roots, versions, agentFolders }: DiscoverOptions): Discovery {
  const catalogue = createCatalogue(versions, agentFolders);
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
  readonly versions: Versions | undefined;
  readonly agentFolders: AgentFolders | undefined;
  readonly provider: Map<string, Entry>;
  readonly plugin: Map<string, PluginEntry>;
  readonly findings: Finding[];
  /** Folders already looked at: a package that two roots name is no duplicate. */
  readonly seen: Set<string>;
}

function createCatalogue(versions: Versions | undefined, agentFolders: AgentFolders | undefined): Catalogue {
  return { versions, agentFolders, provider: new Map(), plugin: new Map(), findings: [], seen: new Set() };
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
    if (source === 'listed' || source === 'managed')
      catalogue.findings.push({ ...from, reason: 'no_cao_field', message });
    return;
  }
  const entries = readCaoField(manifest);
  if (isRefusal(entries)) {
    catalogue.findings.push({ ...from, ...entries });
    return;
  }
  const engine = catalogue.versions && engineProblem(manifest, catalogue.versions);
  if (engine !== undefined) {
    catalogue.findings.push({ ...from, reason: 'engine_version', message: engine });
    return;
  }
  for (const [name, file] of entries.providers) {
    const entry = found('provider', name, file, manifest, from, catalogue);
    if (entry !== undefined) catalogue.provider.set(name, entry);
  }
  for (const [name, { file, before }] of entries.plugins) {
    const entry = found('plugin', name, file, manifest, from, catalogue);
    if (entry !== undefined) catalogue.plugin.set(name, { ...entry, before });
  }
}

function found(
  kind: Kind,
  name: string,
  relative: string,
  { version }: PackageManifest,
  from: { source: Source; directory: string; package: string },
  catalogue: Catalogue,
): Entry | undefined {
  const { source, directory } = from;
  const file = join(directory, relative);
  const refuse = (reason: Finding['reason'], message: string): undefined =>
    void catalogue.findings.push({ ...from, entry: { kind, name }, reason, message });
  const winner = catalogue[kind].get(name);
  if (winner !== undefined) {
    return refuse(
      'duplicate',
      `${kind} ${name} of ${from.package} is not used: ${winner.package} (${winner.source}) has it already.`,
    );
  }
  if (!existsSync(file)) {
    return refuse(
      'missing_file',
      `${from.package} names ${relative} for ${kind} ${name}, and that file does not exist.`,
    );
  }
  const unsafe =
    kind === 'plugin' || source === 'sibling' ? unsafeFolder(from, file, catalogue.agentFolders) : undefined;
  if (unsafe !== undefined) return refuse('unsafe_folder', `${kind} ${name} of ${from.package} is not used: ${unsafe}`);
  return { name, package: from.package, version, file, directory, source };
}
