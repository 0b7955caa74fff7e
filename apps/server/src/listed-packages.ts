import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { CaoError } from '@cao/contracts';
import { createRegistry, discover, type Discovery } from '@cao/plugin-host';
import { homePaths } from './home.ts';
import { parseSettings } from './settings.ts';

export interface AddedPackage {
  readonly package: string;
  readonly directory: string;
  readonly providers: readonly { readonly id: string; readonly title: string; readonly binary: string }[];
  /** False when it was listed already. */
  readonly added: boolean;
  /** The settings file it stands in. */
  readonly settings: string;
}

/**
 * Lists the package of a folder in the settings, from where every server of this home takes it, a running one at its next look.
 * It is searched and loaded first as a server would; throws `invalid_input` with the reason when that fails.
 */
export async function addPackage(directory: string, home: string): Promise<AddedPackage> {
  if (!existsSync(join(directory, 'package.json'))) {
    refuse(`There is no package.json in ${directory}.`, 'Name the folder of the package: cao provider add ./my-cli');
  }
  const settings = settingsOf(home);
  const found = discover({ roots: [{ source: 'listed', packages: [directory], from: [home] }] });
  const others = settings.packages.filter((listed) => listed !== directory);
  const taken = discover({ roots: [{ source: 'listed', packages: others, from: [homePaths(home).plugins] }] });
  const [finding] = found.findings;
  if (finding !== undefined) refuse(finding.message, hintFor(finding.reason, directory));
  for (const { id } of found.providers) {
    const other = taken.providers.find((provider) => provider.id === id);
    if (other !== undefined) {
      refuse(`Provider '${id}' is listed already, from ${other.package}.`, `First: cao provider remove ${id}`);
    }
  }
  const [first] = found.providers;
  if (first === undefined) {
    refuse(`${directory} has no provider.`, 'Its package.json names them: "cao": { "providers": { … } }.');
  }
  const providers = await load(found);
  const added = !settings.packages.includes(directory);
  if (added) settings.write([...settings.packages, directory]);
  return { package: first.package, directory, providers, added, settings: settings.path };
}

/** Takes a package out of the settings, by its folder, its name, or the id of a provider in it. Returns what was listed. */
export function removePackage(wanted: string, directory: string, home: string): string {
  const settings = settingsOf(home);
  const listed = settings.packages.find((name) => {
    if (name === wanted || name === directory) return true;
    const { providers } = discover({
      roots: [{ source: 'listed', packages: [name], from: [homePaths(home).plugins] }],
    });
    return providers.some((entry) => entry.id === wanted || entry.package === wanted);
  });
  if (listed === undefined) {
    const names = settings.packages.join(', ');
    throw new CaoError('not_found', `'${wanted}' is not listed in ${settings.path}.`, {
      hint: names === '' ? 'No package is listed there; built-in providers cannot be removed.' : `Listed: ${names}`,
    });
  }
  settings.write(settings.packages.filter((name) => name !== listed));
  return listed;
}

/** Runs their code, as the server will. */
async function load(discovery: Discovery): Promise<AddedPackage['providers']> {
  const nobody = (): void => undefined;
  const logger = { debug: nobody, info: nobody, warn: nobody, error: nobody };
  const registry = createRegistry({ discovery, logger });
  return Promise.all(
    discovery.providers.map(async ({ id }) => {
      const { title, binary } = await registry.loadProvider(id);
      return { id, title, binary };
    }),
  );
}

function hintFor(reason: string, directory: string): string {
  if (reason === 'missing_file') return `Build it first: npm install && npm run build, in ${directory}`;
  return 'cao provider new makes a package that is right.';
}

function refuse(message: string, hint: string): never {
  throw new CaoError('invalid_input', message, { hint });
}

interface ListedSettings {
  readonly path: string;
  readonly packages: readonly string[];
  write(packages: readonly string[]): void;
}

/** `settings.json` with everything in it that is not ours. A file that cannot be read is not replaced. */
function settingsOf(home: string): ListedSettings {
  const path = join(home, 'settings.json');
  if (!isAbsolute(home)) refuse(`${home} is no absolute path.`, 'Set CAO_HOME_DIR to one.');
  const whole = read(path);
  const { settings, warnings } = parseSettings(whole, path);
  const broken = warnings.find((warning) => warning.startsWith('section plugins'));
  if (broken !== undefined) refuse(broken, `Mend ${path} first.`);
  return {
    path,
    packages: settings.plugins?.packages ?? [],
    write(packages) {
      mkdirSync(home, { recursive: true, mode: 0o700 });
      const draft = `${path}.${process.pid}`;
      const text = JSON.stringify({ ...whole, plugins: { ...settings.plugins, packages } }, null, 2);
      writeFileSync(draft, `${text}\n`, { mode: 0o600 });
      renameSync(draft, path);
    },
  };
}

function read(path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    refuse(`${path} cannot be read: ${(error as Error).message}`, 'Mend it first; nothing was written.');
  }
  return refuse(`${path} is not a JSON object.`, 'Mend it first; nothing was written.');
}
