import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CaoError, type AgentProfile, type ProfileRow } from '@cao/contracts';
import { listOrder, loadOrder, type ProfileDirectory } from './directories.ts';
import { confine, isMissing, isPlainName, requirePlainName } from './names.ts';
import { describeMarkdown, parseProfile } from './parse-profile.ts';
import { parseSettings, readProfileSettings, type ProfileSettings } from './settings.ts';
import { expandVariables, readVariables } from './variables.ts';

export interface ProfileStoreOptions {
  /** CAO's home. */
  readonly home: string;
  readonly userHome: string;
  /** Folder of the shipped profiles; those of this package unless given. */
  readonly builtins?: string;
  /** Instead of `<home>/settings.json`. */
  readonly settings?: Partial<ProfileSettings>;
}

/** A profile as it lies on disk. */
export interface RawProfile {
  readonly name: string;
  readonly source: string;
  readonly file: string;
  /** The whole file, placeholders as written. */
  readonly text: string;
  /** Parsed, placeholders as written: what may leave this machine. */
  readonly profile: AgentProfile;
}

export interface ProfileStore {
  /** Every profile once, sorted by name; what we ship labels a name that others use too. */
  list(): Promise<ProfileRow[]>;
  /** For a launch: `${NAME}` replaced from `<home>/.env`, so it may hold secrets. Throws `profile_not_found`, `profile_invalid`. */
  load(name: string): Promise<AgentProfile>;
  /** For showing. Throws like `load`. */
  raw(name: string): Promise<RawProfile>;
  /** For installing: the original rather than the copy an earlier install made of it. Throws like `load`. */
  original(name: string): Promise<RawProfile>;
  /** The tools of roles the person defined, by the role's name. */
  roles(): Promise<ProfileSettings['roles']>;
}

/** Prompts are text; a larger file is a mistake or an attack on memory. */
const MAX_PROFILE_BYTES = 1024 * 1024;

const SHIPPED = fileURLToPath(new URL('../agents/', import.meta.url));

export function createProfileStore(options: ProfileStoreOptions): ProfileStore {
  const { home, userHome, builtins = SHIPPED } = options;

  async function settings(): Promise<ProfileSettings> {
    return options.settings === undefined ? readProfileSettings(home) : parseSettings(options.settings);
  }

  async function directories(): Promise<readonly ProfileDirectory[]> {
    return loadOrder({ home, userHome, builtins, settings: await settings() });
  }

  async function find(name: string, order: readonly ProfileDirectory[]): Promise<RawProfile> {
    requirePlainName('profile', name);
    for (const directory of order) {
      const file = await findIn(directory.path, name);
      if (file === undefined) continue;
      const text = await readBounded(file);
      return { name, source: directory.source, file, text, profile: parseProfile(text, file, name) };
    }
    throw new CaoError('profile_not_found', `Agent profile not found: ${name}`, {
      hint: `Install it with 'cao install ${name}', or list what there is with 'cao profile list'.`,
    });
  }

  return {
    roles: async () => (await settings()).roles,
    raw: async (name) => find(name, await directories()),
    async original(name) {
      const isCopy = ({ source }: ProfileDirectory): boolean => source === 'installed';
      const order = await directories();
      return find(name, [...order.filter((directory) => !isCopy(directory)), ...order.filter(isCopy)]);
    },
    async load(name) {
      const found = await find(name, await directories());
      return expandVariables(found.profile, await readVariables(home));
    },
    async list() {
      const order = await directories();
      const loadsFrom = new Map<string, string>();
      const rows = new Map<string, ProfileRow>();
      const found = await Promise.all(order.map((directory) => scan(directory)));
      for (const { name, source } of found.flat()) if (!loadsFrom.has(name)) loadsFrom.set(name, source);
      for (const directory of listOrder(order)) {
        for (const entry of found[order.indexOf(directory)] ?? []) {
          if (rows.has(entry.name)) continue;
          const loads = loadsFrom.get(entry.name);
          const shadowed = loads !== undefined && loads !== entry.source;
          rows.set(entry.name, { ...entry, ...(shadowed ? { loads_from: loads } : {}) });
        }
      }
      return [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

/** `NAME.md`, else `NAME/agent.md`. */
async function findIn(directory: string, name: string): Promise<string | undefined> {
  return (await confine(directory, `${name}.md`)) ?? (await confine(directory, path.join(name, 'agent.md')));
}

async function scan(directory: ProfileDirectory): Promise<ProfileRow[]> {
  const names = new Set<string>();
  for (const entry of await entriesOf(directory.path)) {
    const name = entry.endsWith('.md') ? entry.slice(0, -'.md'.length) : entry;
    if (isPlainName(name)) names.add(name);
  }
  const rows = await Promise.all(
    [...names].map(async (name) => {
      const file = await findIn(directory.path, name);
      if (file === undefined) return [];
      const description = await readBounded(file).then(describeMarkdown, () => '');
      return [{ name, description, source: directory.source }];
    }),
  );
  return rows.flat();
}

async function entriesOf(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'EACCES') return [];
    throw error;
  }
}

async function readBounded(file: string): Promise<string> {
  const facts = await stat(file);
  if (!facts.isFile() || facts.size > MAX_PROFILE_BYTES) {
    throw new CaoError('profile_invalid', `Not a profile: ${file}`, {
      hint: `A profile is a Markdown file of at most ${MAX_PROFILE_BYTES} bytes.`,
    });
  }
  return readFile(file, 'utf8');
}
