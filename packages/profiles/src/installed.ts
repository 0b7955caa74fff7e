import path from 'node:path';
import { isCaoError } from '@cao/contracts';
import { INSTALLED_SOURCE, INSTALLED_STORE } from './directories.ts';
import { fileStem } from './names.ts';
import type { NativeRequest } from './native-files.ts';
import { parseProfile } from './parse-profile.ts';
import { findProfileFile, readProfileFile, scanProfiles } from './profile-files.ts';
import { resolveTools } from './tools.ts';
import { expandVariables, readVariables, usedVariables } from './variables.ts';

export type InstalledProfile = NativeRequest;

/** The profiles that `cao install` has put into this home, as a CLI's own agents are made from them. */
export async function installedProfiles(
  home: string,
  roles: Readonly<Record<string, readonly string[]>>,
): Promise<{ readonly found: readonly InstalledProfile[]; readonly problems: readonly string[] }> {
  const folder = path.join(home, INSTALLED_STORE);
  const variables = await readVariables(home);
  const found: InstalledProfile[] = [];
  const problems: string[] = [];
  for (const { name } of await scanProfiles({ source: INSTALLED_SOURCE, path: folder })) {
    try {
      const file = await findProfileFile(folder, name);
      if (file === undefined) continue;
      const profile = parseProfile(await readProfileFile(file), file, name);
      const id = fileStem(profile.name);
      found.push({
        id,
        profile: expandVariables(profile, variables),
        tools: resolveTools(profile, roles),
        contextFile: path.join(folder, `${id}.md`),
        values: usedVariables(profile.system_prompt, variables),
      });
    } catch (error) {
      if (!isCaoError(error)) throw error;
      problems.push(error.message);
    }
  }
  return { found, problems };
}
