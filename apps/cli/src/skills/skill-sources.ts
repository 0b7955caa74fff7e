import path from 'node:path';
import type { Io } from '../io.ts';
import { packageContentsOf } from '../plugins/package-contents.ts';

export interface SkillSourceFolder {
  readonly name: string;
  readonly folder: string;
}

/** The skills to copy: those of the store, what ships where the store has none of that name, and then those of packages. */
export async function skillSources(home: string, only: string | undefined, io: Io): Promise<SkillSourceFolder[]> {
  const { skills: packages } = await packageContentsOf(io);
  const { createSkillStore, SHIPPED_SKILLS, skillsFolder } = await import('@cao/profiles');
  const own = new Set((await createSkillStore({ home }).list()).map(({ name }) => name));
  const all = await createSkillStore({ home, builtins: SHIPPED_SKILLS, packages: () => packages }).list();
  return all
    .filter(({ name }) => only === undefined || name === only)
    .map(({ name, source }) => {
      const brought = packages.find((folder) => folder.source === source)?.path;
      return { name, folder: path.join(brought ?? (own.has(name) ? skillsFolder(home) : SHIPPED_SKILLS), name) };
    });
}
