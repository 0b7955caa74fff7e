import path from 'node:path';
import { CaoError, type Skill } from '@cao/contracts';
import type { ProfileDirectory as PackageFolder } from './directories.ts';
import { requirePlainName } from './names.ts';
import { readSkill, skillFolders, type SkillSummary } from './skill-files.ts';

export interface SkillStoreOptions {
  /** CAO's home; skills lie in its `skills` folder. */
  readonly home: string;
  /** A folder of more skills, used where the home has none of that name. */
  readonly builtins?: string;
  /** Folders of installed packages as they are now, looked at last. */
  readonly packages?: () => readonly PackageFolder[];
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
  const own = [skillsFolder(options.home), ...(options.builtins === undefined ? [] : [options.builtins])];
  const folders = (): readonly { readonly path: string; readonly source?: string }[] => [
    ...own.map((folder) => ({ path: folder })),
    ...(options.packages?.() ?? []),
  ];

  return {
    async list() {
      const found = new Map<string, SkillSummary>();
      for (const { path: root, source } of folders()) {
        for (const name of await skillFolders(root)) {
          if (found.has(name)) continue;
          const skill = await readSkill(root, name);
          if (skill === undefined || 'broken' in skill) continue;
          found.set(name, { ...skill.summary, ...(source !== undefined && { source }) });
        }
      }
      return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async problems() {
      const skills = await Promise.all(
        folders().map(async ({ path: root }) =>
          Promise.all((await skillFolders(root)).map((name) => readSkill(root, name))),
        ),
      );
      return skills.flat().flatMap((skill) => (skill !== undefined && 'broken' in skill ? [skill.broken] : []));
    },
    async get(name) {
      requirePlainName('skill', name);
      let broken: string | undefined;
      for (const { path: root } of folders()) {
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
