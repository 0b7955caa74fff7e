import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from './names.ts';
import type { ProfileSettings } from './settings.ts';

/** A folder that holds profiles, with the label that listings show. */
export interface ProfileDirectory {
  readonly source: string;
  readonly path: string;
}

export interface DirectoryOptions {
  readonly home: string;
  readonly userHome: string;
  readonly builtins: string;
  readonly settings: ProfileSettings;
  /** Those of installed packages; each has its names only where nobody else has them. */
  readonly packages: readonly ProfileDirectory[];
}

export const LOCAL_STORE = 'agent-store';
export const INSTALLED_STORE = 'agent-context';

/** Labels of what ships with CAO, and of the copies that `cao install` makes. */
export const SHIPPED_SOURCE = 'built-in';
export const INSTALLED_SOURCE = 'installed';

/** Settings key, label in listings, and default path of the folders that agent CLIs share with CAO. */
const AGENT_DIRS: readonly {
  readonly key: string;
  readonly source: string;
  path(options: DirectoryOptions): string;
}[] = [
  { key: 'kiro_cli', source: 'kiro', path: ({ userHome }) => path.join(userHome, '.kiro', 'agents') },
  { key: 'q_cli', source: 'q_cli', path: ({ userHome }) => path.join(userHome, '.aws', 'amazonq', 'cli-agents') },
  { key: 'claude_code', source: 'claude_code', path: ({ home }) => path.join(home, LOCAL_STORE) },
  { key: 'codex', source: 'codex', path: ({ home }) => path.join(home, LOCAL_STORE) },
  { key: 'cao_installed', source: INSTALLED_SOURCE, path: ({ home }) => path.join(home, INSTALLED_STORE) },
];

/**
 * Every folder in the order a listing and a launch look: what ships comes first and so has its names, unless the person prefers
 * their own files. One folder appears once.
 */
export async function loadOrder(options: DirectoryOptions): Promise<readonly ProfileDirectory[]> {
  const { home, userHome, builtins, settings, packages } = options;
  const shipped = { source: SHIPPED_SOURCE, path: builtins };
  const own: ProfileDirectory[] = [
    { source: 'local', path: path.join(home, LOCAL_STORE) },
    ...AGENT_DIRS.map((dir) => ({
      source: dir.source,
      path: expandHome(settings.agent_dirs[dir.key] || dir.path(options), userHome),
    })),
    ...settings.extra_agent_dirs
      .filter((dir) => dir.trim() !== '')
      .map((dir) => ({ source: 'custom', path: expandHome(dir.trim(), userHome) })),
  ];
  const all = [...(settings.agents.prefer_local_profiles ? [...own, shipped] : [shipped, ...own]), ...packages];
  const seen = new Set<string>();
  const unique: ProfileDirectory[] = [];
  for (const dir of all) {
    const real = await realDirectory(dir.path);
    if (real === undefined || seen.has(real)) continue;
    seen.add(real);
    unique.push({ source: dir.source, path: real });
  }
  return unique;
}

/** The order of labels: a name that ships is labelled so, whichever copy a launch takes. */
export function labelOrder(directories: readonly ProfileDirectory[]): readonly ProfileDirectory[] {
  const shipped = directories.filter((dir) => dir.source === SHIPPED_SOURCE);
  return [...shipped, ...directories.filter((dir) => dir.source !== SHIPPED_SOURCE)];
}

function expandHome(value: string, userHome: string): string {
  return value === '~' || value.startsWith('~/') ? path.join(userHome, value.slice(1)) : value;
}

async function realDirectory(directory: string): Promise<string | undefined> {
  try {
    return await realpath(directory);
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'EACCES') return undefined;
    throw error;
  }
}
