import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProfileStoreOptions, SkillStoreOptions } from '@cao/profiles';
import type { PackageContents } from '@cao/server/packages';
import { homeOf, profilePlace } from '../config.ts';
import type { Io } from '../io.ts';

const NOTHING: PackageContents = { commands: [], skills: [], profiles: [] };

/** Commands, skills and profiles of packages. None of their code runs, and where no package was added nothing is searched. */
export async function packageContentsOf(io: Pick<Io, 'env' | 'userHome'>): Promise<PackageContents> {
  const home = homeOf(io);
  if (!mayHavePackages(home)) return NOTHING;
  const { packageContents } = await import('@cao/server/packages');
  return packageContents({ home });
}

/** What comes with CAO brings none of these, and the search costs as much as the rest of a short command. */
function mayHavePackages(home: string): boolean {
  if (existsSync(path.join(home, 'plugins', 'package.json'))) return true;
  try {
    return readFileSync(path.join(home, 'settings.json'), 'utf8').includes('"plugins"');
  } catch {
    // No settings name packages.
    return false;
  }
}

/** Where profiles are looked for, packages included. */
export async function profileSources(io: Pick<Io, 'env' | 'userHome'>): Promise<ProfileStoreOptions> {
  const { profiles } = await packageContentsOf(io);
  return { ...profilePlace(io), packages: () => profiles };
}

export async function skillSourcesOf(io: Pick<Io, 'env' | 'userHome'>): Promise<SkillStoreOptions> {
  const { skills } = await packageContentsOf(io);
  return { home: homeOf(io), packages: () => skills };
}
