import path from 'node:path';
import { CaoError, type Skill } from '@cao/contracts';
import { requirePlainName } from './names.ts';
import { readSkill, skillFolders, type SkillSummary } from './skill-files.ts';

export interface SkillStoreOptions {
  /** CAO's home; skills lie in its `skills` folder. */
  readonly home: string;
  /** A folder of more skills, used where the home has none of that name. */
  readonly builtins?: string;
}

export interface SkillStore {
  /** Valid skills, sorted by name. */
  list(): Promise<SkillSummary[]>;
  /** What lies there and is no skill, as sentences with the file. */
  problems(): Promise<string[]>;
  /** The body without front matter. Throws `invalid_input`, `not_found`, or `internal` for a broken file. */
  get(name: string): Promise<Skill>;
}

export function skillsFolder(home: string): string {
  return path.join(home, 'skills');
}

export function createSkillStore(options: SkillStoreOptions): SkillStore {
  const roots = [skillsFolder(options.home), ...(options.builtins === undefined ? [] : [options.builtins])];

  return {
    async list() {
      const found = new Map<string, SkillSummary>();
      for (const root of roots) {
        for (const name of await skillFolders(root)) {
          if (found.has(name)) continue;
          const skill = await readSkill(root, name);
          if (skill !== undefined && 'summary' in skill) found.set(name, skill.summary);
        }
      }
      return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async problems() {
      const skills = await Promise.all(
        roots.map(async (root) => Promise.all((await skillFolders(root)).map((name) => readSkill(root, name)))),
      );
      return skills.flat().flatMap((skill) => (skill !== undefined && 'broken' in skill ? [skill.broken] : []));
    },
    async get(name) {
      requirePlainName('skill', name);
      let broken: string | undefined;
      for (const root of roots) {
        const skill = await readSkill(root, name);
        if (skill === undefined) continue;
        if ('summary' in skill) return { name, content: skill.body };
        broken ??= skill.broken;
      }
      if (broken !== undefined) throw new CaoError('internal', `Failed to load skill: ${broken}`);
      throw new CaoError('not_found', `Skill not found: ${name}`);
    },
  };
}
