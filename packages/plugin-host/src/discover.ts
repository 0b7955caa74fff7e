import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { candidatesOf, type Candidate, type Root } from './candidates.ts';
import { engineProblem, type Versions } from './discovery/engines.ts';
import { unsafeFolder, type AgentFolders } from './discovery/safe-folder.ts';
import type { EntryKind, Finding, Source } from './finding.ts';
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

/** A command of `cao` that a package brings. */
export interface CommandFile extends Entry {
  /** One line, for the list of commands. */
  readonly summary: string;
}

/** A folder of skills or of profiles. */
export interface FolderEntry extends Omit<Entry, 'name' | 'file'> {
  /** Absolute, inside the package. */
  readonly folder: string;
}

export interface DiscoverOptions {
  readonly roots: readonly Root[];
  /** Versions that `engines` of a package are held against; not checked when absent. */
  readonly versions?: Versions;
  /** Where agents work: no plugin is taken from there. */
  readonly agentFolders?: AgentFolders;
  /** Names that no command of a package may have. */
  readonly reservedCommands?: readonly string[];
}

export interface Discovery {
  readonly providers: readonly ProviderEntry[];
  readonly plugins: readonly PluginEntry[];
  readonly commands: readonly CommandFile[];
  readonly skills: readonly FolderEntry[];
  readonly profiles: readonly FolderEntry[];
  readonly findings: readonly Finding[];
}

/**
 * Finds providers, plugins and whatever else packages bring by the `cao` field of package.json files. Runs no code of theirs. Roots are asked in order and the
 * first to offer a name wins; whatever cannot be used is among the findings.
 */
export function discover(options: DiscoverOptions): Discovery {
  const { roots } = options;
  const catalogue = createCatalogue(options);
  for (const root of roots) {
    const { candidates, findings } = candidatesOf(root);
    catalogue.findings.push(...findings);
    for (const candidate of candidates) inspect(candidate, catalogue);
  }
  return {
    providers: [...catalogue.provider.values()].map(({ name, ...entry }) => ({ id: name, ...entry })),
    plugins: [...catalogue.plugin.values()],
    commands: [...catalogue.command.values()],
    skills: [...catalogue.skills.values()].map(folderOf),
    profiles: [...catalogue.profiles.values()].map(folderOf),
    findings: catalogue.findings,
  };
}

function folderOf({ package: from, version, file: folder, directory, source }: Entry): FolderEntry {
  return { package: from, version, folder, directory, source };
}

interface Catalogue {
  readonly versions: Versions | undefined;
  readonly agentFolders: AgentFolders | undefined;
  readonly provider: Map<string, Entry>;
  readonly plugin: Map<string, PluginEntry>;
  readonly command: Map<string, CommandFile>;
  readonly skills: Map<string, Entry>;
  readonly profiles: Map<string, Entry>;
  readonly reservedCommands: readonly string[];
  readonly findings: Finding[];
  /** Folders already looked at: a package that two roots name is no duplicate. */
  readonly seen: Set<string>;
}

function createCatalogue({ versions, agentFolders, reservedCommands = [] }: DiscoverOptions): Catalogue {
  const found = { provider: new Map(), plugin: new Map(), command: new Map(), skills: new Map(), profiles: new Map() };
  return { versions, agentFolders, reservedCommands, ...found, findings: [], seen: new Set() };
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
    const message = `${manifest.name} has no "cao" field in its package.json: CAO finds nothing in it.`;
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
  for (const kind of ['skills', 'profiles'] as const) {
    const folder = entries[kind];
    const entry = folder && found(kind, manifest.name, folder, manifest, from, catalogue);
    if (entry) catalogue[kind].set(manifest.name, entry);
  }
}

function found(
  kind: EntryKind,
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
  if (kind === 'command' && catalogue.reservedCommands.includes(name)) {
    return refuse('reserved_name', `command ${name} of ${from.package} is not used: the name belongs to CAO.`);
  }
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
  if (kind === 'skills' || kind === 'profiles') {
    const real = realpathSync(file);
    if (!statSync(real).isDirectory() || !real.startsWith(realpathSync(directory) + sep)) {
      return refuse('missing_file', `${from.package} names ${relative} for its ${kind}, and that is no folder in it.`);
    }
  }
  const unsafe =
    kind !== 'provider' || source === 'sibling' ? unsafeFolder(from, file, catalogue.agentFolders) : undefined;
  if (unsafe !== undefined) return refuse('unsafe_folder', `${kind} ${name} of ${from.package} is not used: ${unsafe}`);
  return { name, package: from.package, version, file, directory, source };
}
