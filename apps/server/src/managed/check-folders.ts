import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CaoError } from '@cao/contracts';
import type { FolderEntry } from '@cao/plugin-host';
import { createSkillStore, parseProfile } from '@cao/profiles';

/** Reads every skill and profile of a package once. Throws `invalid_input` or `profile_invalid` with what is wrong with the first. */
export async function checkFolders(folders: readonly FolderEntry[]): Promise<void> {
  for (const { kind, folder, package: from } of folders) {
    const found = kind === 'skills' ? await skillsIn(folder) : await profilesIn(folder);
    if (found > 0) continue;
    throw new CaoError(
      'invalid_input',
      `${from} names ${basename(folder)} as its folder of ${kind}, and none is in it.`,
      {
        hint: 'Nothing was changed.',
      },
    );
  }
}

async function profilesIn(folder: string): Promise<number> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md'));
  for (const name of files)
    parseProfile(await readFile(join(folder, name), 'utf8'), join(folder, name), basename(name, '.md'));
  return files.length;
}

async function skillsIn(folder: string): Promise<number> {
  const store = createSkillStore({ home: folder, builtins: folder });
  const [problem] = await store.problems();
  if (problem !== undefined) throw new CaoError('invalid_input', problem, { hint: 'Nothing was changed.' });
  return (await store.list()).length;
}
