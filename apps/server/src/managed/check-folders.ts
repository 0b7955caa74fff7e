import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CaoError } from '@cao/contracts';
import type { FolderEntry } from '@cao/plugin-host';
import { createSkillStore, parseProfile } from '@cao/profiles';

/** Reads every skill and profile of a package once. Throws `invalid_input` or `profile_invalid` with what is wrong with the first. */
export async function checkFolders(folders: readonly FolderEntry[]): Promise<void> {
  for (const { folder, package: from } of folders) {
    if ((await profilesIn(folder)) + (await skillsIn(folder)) > 0) continue;
    throw new CaoError('invalid_input', `${from} names the folder ${basename(folder)}, and nothing for CAO is in it.`, {
      hint: 'Nothing was changed.',
    });
  }
}

async function profilesIn(folder: string): Promise<number> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md'));
  for (const name of files) {
    const file = join(folder, name);
    parseProfile(await readFile(file, 'utf8'), file, basename(name, '.md'));
  }
  return files.length;
}

async function skillsIn(folder: string): Promise<number> {
  const store = createSkillStore({ home: folder, builtins: folder });
  const [problem] = await store.problems();
  if (problem !== undefined) throw new CaoError('invalid_input', problem, { hint: 'Nothing was changed.' });
  return (await store.list()).length;
}
