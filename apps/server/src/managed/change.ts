import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CaoError } from '@cao/contracts';
import { fixOf, type Discovery, type PluginEntry } from '@cao/plugin-host';
import { homePaths } from '../home.ts';
import { searchExtensions } from '../roots.ts';
import { runNpm, type Npm } from './npm.ts';
import { checkFolders } from './check-folders.ts';
import { probe } from './probe.ts';
import { changeProject, dependenciesOf, type Draft } from './project.ts';
import { readSpec } from './spec.ts';

export interface ChangeOptions {
  /** CAO's home. */
  readonly home: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly allowScripts?: boolean;
  readonly signal?: AbortSignal;
  /** Told before each step, in a few words. */
  readonly onStep?: (doing: string) => void;
  readonly npm?: Npm;
}

export interface InstalledPackage {
  readonly package: string;
  readonly version: string;
  readonly plugins: readonly { readonly name: string; readonly before: PluginEntry['before'] }[];
  readonly providers: readonly string[];
  /** Names of commands. */
  readonly commands: readonly string[];
  /** Whether it has a folder of these. */
  readonly skills: boolean;
  readonly profiles: boolean;
}

/** Installs a package into the managed project, where every server of this home finds it. Throws and changes nothing when it has no use. */
export async function addPlugin(given: string, options: ChangeOptions): Promise<InstalledPackage> {
  const spec = readSpec(given, options.cwd);
  const { onStep, npm } = withDefaults(options);
  return changeProject(homePaths(options.home), async (draft) => {
    const before = draft.dependencies();
    const wanted = spec.type === 'registry' ? spec.spec : await packed(spec.path, draft, options);
    onStep(`installing ${spec.type === 'registry' ? spec.spec : basename(spec.path)} with npm`);
    await npm(['install', wanted, '--save'], npmOptions(draft, options));
    const after = draft.dependencies();
    const name =
      Object.keys(after).find((dependency) => after[dependency] !== before[dependency]) ?? nameOf(spec, after, wanted);
    if (name === undefined) throw new CaoError('internal', `npm installed ${given} under no name.`);
    tidy(draft);
    onStep('loading it once');
    return check(name, draft, options);
  });
}

/** Takes a package out again, by its name or that of a plugin or provider in it. */
export async function removePlugin(given: string, options: ChangeOptions): Promise<InstalledPackage> {
  const { onStep, npm } = withDefaults(options);
  return changeProject(homePaths(options.home), async (draft) => {
    const name = managedName(given, options.home);
    const removed = found(name, searchExtensions({ home: options.home }));
    onStep(`removing ${name} with npm`);
    await npm(['uninstall', name, '--save'], npmOptions(draft, options));
    tidy(draft);
    return removed;
  });
}

/** Newer versions, as far as the range goes with which a package was added; of all that come from the registry, or of one. */
export async function updatePlugins(given: string | undefined, options: ChangeOptions): Promise<InstalledPackage[]> {
  const { onStep, npm } = withDefaults(options);
  return changeProject(homePaths(options.home), async (draft) => {
    const own = draft.dependencies();
    const names = given === undefined ? Object.keys(own) : [managedName(given, options.home)];
    const updated = names.filter((name) => !own[name]?.startsWith('file:'));
    if (given !== undefined && updated.length === 0) {
      throw new CaoError(
        'conflict',
        `${names.join()} was added from a file of this machine, so npm knows no newer one.`,
        {
          hint: 'Add it again: cao plugin add <folder or tarball>',
        },
      );
    }
    if (updated.length === 0) return [];
    onStep(`updating ${updated.join(', ')} with npm`);
    await npm(['update', ...updated, '--save'], npmOptions(draft, options));
    onStep('loading what is new');
    const checked: InstalledPackage[] = [];
    for (const name of updated) checked.push(await check(name, draft, options));
    return checked;
  });
}

/** A package of this machine as a tarball inside the project: nobody who can write to the folder changes what the server runs. */
async function packed(path: string, draft: Draft, options: ChangeOptions): Promise<string> {
  const { onStep, npm } = withDefaults(options);
  const folder = join(draft.directory, 'packages');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!statSync(path).isDirectory()) {
    const name = basename(path).replace(/[^A-Za-z0-9._-]/g, '-');
    copyFileSync(path, join(folder, name));
    return `./packages/${name}`;
  }
  onStep(`packing ${path}`);
  const printed = await npm(['pack', path, '--json', '--pack-destination', folder], npmOptions(draft, options));
  const [made] = JSON.parse(printed) as { filename?: string }[];
  if (made?.filename === undefined) throw new CaoError('internal', `npm packed ${path} and did not say where.`);
  return `./packages/${made.filename.replace(/^@/, '').replaceAll('/', '-')}`;
}

/** Tarballs of versions that nobody has any more. */
function tidy(draft: Draft): void {
  const folder = join(draft.directory, 'packages');
  if (!existsSync(folder)) return;
  const used = new Set(Object.values(draft.dependencies()));
  for (const name of readdirSync(folder)) {
    if (!used.has(`file:packages/${name}`)) rmSync(join(folder, name), { force: true });
  }
}

/** What is in a package of the draft, loaded once. Throws when it has nothing that can be used. */
async function check(name: string, draft: Draft, { home }: ChangeOptions): Promise<InstalledPackage> {
  const discovery = searchExtensions({ home, project: draft.directory });
  const finding = discovery.findings.find((candidate) => candidate.package === name);
  if (finding !== undefined) {
    throw new CaoError('invalid_input', finding.message, {
      hint: `Nothing was changed. ${fixInPlace(finding.reason, fixOf(finding))}`,
    });
  }
  const plugins = discovery.plugins.filter((entry) => entry.package === name);
  const providers = discovery.providers.filter((entry) => entry.package === name);
  const commands = discovery.commands.filter((entry) => entry.package === name);
  const folders = [...discovery.skills, ...discovery.profiles].filter((entry) => entry.package === name);
  if (plugins.length + providers.length + commands.length + folders.length === 0) {
    throw new CaoError('invalid_input', `${name} brings nothing: no plugin, provider, command, skill or profile.`, {
      hint: 'Nothing was changed. Its package.json names them: "cao": { "apiVersion": 1, "plugins": { … } }.',
    });
  }
  await checkFolders(folders);
  await probe({ plugins, providers, commands }, draft.directory);
  return found(name, discovery);
}

/** A package that was not let in is nothing that could be removed or updated. */
function fixInPlace(reason: string, fix: string): string {
  if (reason === 'missing_file') return 'Build it first.';
  return reason === 'duplicate'
    ? 'Take the other one out first: cao plugin list'
    : fix.replace(/,? or take it out.*$/, '.');
}

function found(name: string, discovery: Discovery): InstalledPackage {
  const of = <T extends { readonly package: string }>(entries: readonly T[]): T[] =>
    entries.filter((entry) => entry.package === name);
  const [plugins, providers, commands] = [of(discovery.plugins), of(discovery.providers), of(discovery.commands)];
  const [skills, profiles] = [of(discovery.skills), of(discovery.profiles)];
  return {
    package: name,
    version: [...plugins, ...providers, ...commands, ...skills, ...profiles][0]?.version ?? 'unknown',
    plugins: plugins.map((entry) => ({ name: entry.name, before: entry.before })),
    providers: providers.map(({ id }) => id),
    commands: commands.map((entry) => entry.name),
    skills: skills.length > 0,
    profiles: profiles.length > 0,
  };
}

/** The dependency of the managed project that is meant. */
function managedName(given: string, home: string): string {
  const own = dependenciesOf(homePaths(home).plugins);
  if (given in own) return given;
  const { plugins, providers, commands } = searchExtensions({ home });
  const entry = [...plugins, ...commands, ...providers.map(({ id, ...rest }) => ({ ...rest, name: id }))].find(
    ({ name }) => name === given,
  );
  if (entry !== undefined && entry.package in own) return entry.package;
  if (entry !== undefined) {
    throw new CaoError(
      'conflict',
      `${given} is ${WHERE[entry.source] ?? entry.source} and was not added with cao plugin add.`,
      {
        hint: `cao plugin disable ${given} switches a plugin off.`,
      },
    );
  }
  const names = Object.keys(own).join(', ');
  throw new CaoError('not_found', `'${given}' is not among the plugins that were added.`, {
    hint: names === '' ? 'None was added yet: cao plugin add' : `Added: ${names}`,
  });
}

const WHERE: Readonly<Record<string, string>> = {
  listed: 'listed in the settings',
  'built-in': 'part of CAO',
  sibling: 'installed beside CAO',
};

function nameOf(
  spec: ReturnType<typeof readSpec>,
  dependencies: Readonly<Record<string, string>>,
  wanted: string,
): string | undefined {
  if (spec.type === 'registry') return spec.name;
  const path = wanted.replace(/^\.\//, '');
  return Object.keys(dependencies).find((name) => dependencies[name]?.endsWith(path));
}

function withDefaults({ onStep = () => undefined, npm = runNpm }: ChangeOptions) {
  return { onStep, npm };
}

function npmOptions({ directory }: Draft, { env, signal, allowScripts = false }: ChangeOptions) {
  return { cwd: directory, env, signal, allowScripts };
}
