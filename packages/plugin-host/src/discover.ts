import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_COMMANDS } from '@cao/contracts';
import { candidatesOf, type Candidate, type Root } from './candidates.ts';
import { engineProblem, type Versions } from './discovery/engines.ts';
import { unsafeFolder, type AgentFolders } from './discovery/safe-folder.ts';
import type { EntryKind, Finding, Source } from './finding.ts';
import {
  isRefusal,
  readCaoField,
  readManifest,
  type FolderKind,
  type PackageManifest,
  type PluginFile,
} from './manifest.ts';

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

/** A command of `cao`. */
export interface CommandEntry extends Entry {
  readonly summary: string;
}

/** A folder of skills or of profiles. */
export interface FolderEntry extends Omit<Entry, 'name' | 'file'> {
  readonly kind: FolderKind;
  /** Absolute. */
  readonly folder: string;
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
  readonly commands: readonly CommandEntry[];
  readonly folders: readonly FolderEntry[];
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
    commands: [...catalogue.command.values()],
    folders: catalogue.folders,
    findings: catalogue.findings,
  };
}

/** Of which there is one by each name. */
type Kind = 'provider' | 'plugin' | 'command';

interface Catalogue {
  readonly versions: Versions | undefined;
  readonly agentFolders: AgentFolders | undefined;
  readonly provider: Map<string, Entry>;
  readonly plugin: Map<string, PluginEntry>;
  readonly command: Map<string, CommandEntry>;
  readonly folders: FolderEntry[];
  readonly findings: Finding[];
  /** Folders already looked at: a package that two roots name is no duplicate. */
  readonly seen: Set<string>;
}

function createCatalogue(versions: Versions | undefined, agentFolders: AgentFolders | undefined): Catalogue {
  const named = { provider: new Map(), plugin: new Map(), command: new Map() };
  return { versions, agentFolders, ...named, folders: [], findings: [], seen: new Set() };
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
  for (const [name, { file, summary }] of entries.commands) {
    const entry = found('command', name, file, manifest, from, catalogue);
    if (entry !== undefined) catalogue.command.set(name, { ...entry, summary });
  }
  for (const [kind, relative] of entries.folders) {
    const folder = safePath(kind, relative, relative, from, catalogue);
    if (folder !== undefined) catalogue.folders.push({ ...from, version: manifest.version, kind, folder });
  }
}

interface From {
  readonly source: Source;
  readonly directory: string;
  readonly package: string;
}

function found(
  kind: Kind,
  name: string,
  relative: string,
  { version }: PackageManifest,
  from: From,
  catalogue: Catalogue,
): Entry | undefined {
  const winner = catalogue[kind].get(name);
  const own = kind === 'command' && OWN_COMMANDS.includes(name) ? 'CAO has one of that name itself' : undefined;
  const taken = winner === undefined ? own : `${winner.package} (${winner.source}) has it already`;
  if (taken !== undefined) {
    const message = `${kind} ${name} of ${from.package} is not used: ${taken}.`;
    catalogue.findings.push({ ...from, entry: { kind, name }, reason: 'duplicate', message });
    return undefined;
  }
  const file = safePath(kind, name, relative, from, catalogue);
  return file === undefined ? undefined : { name, ...from, version, file };
}

/** The absolute path of something that is there and that no agent could have written. */
function safePath(
  kind: EntryKind,
  name: string,
  relative: string,
  from: From,
  catalogue: Catalogue,
): string | undefined {
  const path = join(from.directory, relative);
  const refuse = (reason: Finding['reason'], message: string): undefined =>
    void catalogue.findings.push({ ...from, entry: { kind, name }, reason, message });
  if (!existsSync(path)) {
    const what = kind === 'skills' || kind === 'profiles' ? 'folder' : 'file';
    return refuse(
      'missing_file',
      `${from.package} names ${relative} for ${kind} ${name}, and that ${what} does not exist.`,
    );
  }
  // A provider runs what agents run anyway.
  const checked = kind !== 'provider' || from.source === 'sibling';
  const unsafe = checked ? unsafeFolder(from, path, catalogue.agentFolders) : undefined;
  if (unsafe === undefined) return path;
  return refuse('unsafe_folder', `${kind} ${name} of ${from.package} is not used: ${unsafe}`);
}
