import path from 'node:path';

export interface SkillSourceFolder {
  readonly name: string;
  readonly folder: string;
}

/** The skills to copy: those of the store, and what ships where the store has none of that name. */
export async function skillSources(home: string, only: string | undefined): Promise<SkillSourceFolder[]> {
  const { createSkillStore, SHIPPED_SKILLS, skillsFolder } = await import('@cao/profiles');
  const own = new Set((await createSkillStore({ home }).list()).map(({ name }) => name));
  const all = await createSkillStore({ home, builtins: SHIPPED_SKILLS }).list();
  return all
    .filter(({ name }) => only === undefined || name === only)
    .map(({ name }) => ({ name, folder: path.join(own.has(name) ? skillsFolder(home) : SHIPPED_SKILLS, name) }));
}
