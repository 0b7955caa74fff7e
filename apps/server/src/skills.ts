import type { Logger, SkillSource } from '@cao/engine';
import { createSkillStore, seedSkills, type ProfileDirectory } from '@cao/profiles';

/** The skills of a home and of packages, with those that ship put into it first. */
export interface SeededSkills extends SkillSource {
  /** Begins with it, unless somebody's first look did. Never rejects: a home that cannot be written has the skills it has. */
  seed(): Promise<void>;
}

/** Nothing is written before `seed` or the first look: a server that starts has more urgent things to do. */
export function seededSkills(home: string, packages: () => readonly ProfileDirectory[], log: Logger): SeededSkills {
  const store = createSkillStore({ home, packages });
  let seeding: Promise<void> | undefined;

  async function seed(): Promise<void> {
    try {
      const { added, updated } = await seedSkills(home);
      if (added.length > 0 || updated.length > 0) log.info('skills were put into the store', { added, updated });
    } catch (error) {
      log.warn('the skills that ship with CAO could not be put into the store', { error: String(error) });
    }
  }

  const once = (): Promise<void> => (seeding ??= seed());
  return {
    seed: once,
    async list() {
      await once();
      return store.list();
    },
    async get(name) {
      await once();
      return store.get(name);
    },
  };
}
