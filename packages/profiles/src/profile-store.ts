import { fileURLToPath } from 'node:url';
import { CaoError, type AgentProfile, type ProfileRow } from '@cao/contracts';
import { INSTALLED_SOURCE, labelOrder, loadOrder, SHIPPED_SOURCE, type ProfileDirectory } from './directories.ts';
import { requirePlainName } from './names.ts';
import { parseProfile } from './parse-profile.ts';
import { findProfileFile, readProfileFile, scanProfiles, type ScannedProfile } from './profile-files.ts';
import { parseSettings, readProfileSettings, type ProfileSettings } from './settings.ts';
import { expandVariables, readVariables } from './variables.ts';

export interface ProfileStoreOptions {
  /** CAO's home. */
  readonly home: string;
  readonly userHome: string;
  /** Folder of the shipped profiles; those of this package unless given. */
  readonly builtins?: string;
  /** Folder of Kiro's agents, whatever the settings say: a flag or `CAO_AGENTS_DIR`. An empty one is none. */
  readonly agentsDir?: string | undefined;
  /** Folders of installed packages as they are now, looked at last. */
  readonly packages?: () => readonly ProfileDirectory[];
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
  /** Where a launch takes it from; what is there may be broken. Throws `profile_not_found`. */
  locate(name: string): Promise<Pick<RawProfile, 'source' | 'file'>>;
  /** For showing. Throws like `load`. */
  raw(name: string): Promise<RawProfile>;
  /** For installing: the original rather than the copy an earlier install made of it. Throws like `load`. */
  original(name: string): Promise<RawProfile>;
  /** Whether a file of the person's by this name would never be used, because a profile that ships has it. */
  isReserved(name: string): Promise<boolean>;
  /** The tools of roles the person defined, by the role's name. */
  roles(): Promise<ProfileSettings['roles']>;
}

const SHIPPED = fileURLToPath(new URL('../agents/', import.meta.url));

export function createProfileStore(options: ProfileStoreOptions): ProfileStore {
  const { home, userHome, builtins = SHIPPED, packages: packageFolders = () => [] } = options;

  async function settings(): Promise<ProfileSettings> {
    const found = options.settings === undefined ? await readProfileSettings(home) : parseSettings(options.settings);
    const { agentsDir = '' } = options;
    return agentsDir === '' ? found : { ...found, agent_dirs: { ...found.agent_dirs, kiro_cli: agentsDir } };
  }

  async function directories(): Promise<readonly ProfileDirectory[]> {
    return loadOrder({ home, userHome, builtins, settings: await settings(), packages: packageFolders() });
  }

  async function find(name: string, order: readonly ProfileDirectory[]): Promise<RawProfile> {
    const { source, file } = await locate(name, order);
    const text = await readProfileFile(file);
    return { name, source, file, text, profile: parseProfile(text, file, name) };
  }

  async function locate(
    name: string,
    order: readonly ProfileDirectory[],
  ): Promise<Pick<RawProfile, 'source' | 'file'>> {
    requirePlainName('profile', name);
    for (const { source, path } of order) {
      const file = await findProfileFile(path, name);
      if (file !== undefined) return { source, file };
    }
    throw new CaoError('profile_not_found', `Agent profile not found: ${name}`, {
      hint: `Install it with 'cao install ${name}', or list what there is with 'cao profile list'.`,
    });
  }

  return {
    roles: async () => (await settings()).roles,
    locate: async (name) => locate(name, await directories()),
    raw: async (name) => find(name, await directories()),
    async original(name) {
      const isCopy = ({ source }: ProfileDirectory): boolean => source === INSTALLED_SOURCE;
      const order = await directories();
      return find(name, [...order.filter((directory) => !isCopy(directory)), ...order.filter(isCopy)]);
    },
    async isReserved(name) {
      if ((await settings()).agents.prefer_local_profiles) return false;
      return (await findProfileFile(builtins, name)) !== undefined;
    },
    async load(name) {
      const found = await find(name, await directories());
      return expandVariables(found.profile, await readVariables(home));
    },
    async list() {
      const order = await directories();
      const copies = new Map<string, ScannedProfile[]>();
      for (const found of (await Promise.all(order.map(scanProfiles))).flat()) {
        copies.set(found.name, [...(copies.get(found.name) ?? []), found]);
      }
      const labels = labelOrder(order).map(({ source }) => source);
      const brought = new Set(packageFolders().map(({ source }) => source));
      const rows = [...copies.values()].map((found) => rowOf(found, labels, brought));
      return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

/** `copies` in the order a launch looks, `labels` in that of listings. */
function rowOf(copies: readonly ScannedProfile[], labels: readonly string[], brought: ReadonlySet<string>): ProfileRow {
  const [loaded, ...others] = copies as [ScannedProfile, ...ScannedProfile[]];
  const [label = loaded] = copies.toSorted((a, b) => labels.indexOf(a.source) - labels.indexOf(b.source));
  const notTheirs = new Set([SHIPPED_SOURCE, INSTALLED_SOURCE, ...brought]);
  const unused = others.filter(({ source }) => !notTheirs.has(source));
  const { name, description, source, tags, capabilities } = label;
  return {
    name,
    description,
    source,
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(capabilities === undefined ? {} : { capabilities: [...capabilities] }),
    ...(loaded.source === source ? {} : { loads_from: loaded.source }),
    ...(unused.length === 0 ? {} : { shadowed: unused.map(({ source }) => source) }),
  };
}
