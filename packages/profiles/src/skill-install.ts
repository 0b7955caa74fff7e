import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { CaoError } from '@cao/contracts';
import { requirePlainName } from './names.ts';
import { copySkill, exists, readSkill, SKILL_FILE, skillHash, type SkillSummary } from './skill-files.ts';
import { skillsFolder } from './skill-store.ts';

/**
 * Copies the skill in `folder` into the store. Throws `invalid_input` when it is no skill, `conflict` when the store has one of
 * that name and `force` is not given.
 */
export async function addSkill(
  folder: string,
  { home, force }: { readonly home: string; readonly force: boolean },
): Promise<SkillSummary> {
  const name = path.basename(folder);
  if (!(await exists(folder))) throw new CaoError('not_found', `There is no folder ${folder}`);
  requirePlainName('skill', name);
  const skill = await readSkill(path.dirname(folder), name);
  if (skill === undefined) {
    throw new CaoError('invalid_input', `${folder} has no ${SKILL_FILE}`, {
      hint: 'A skill is a folder NAME with a file SKILL.md whose front matter has name: NAME and a description.',
    });
  }
  if ('broken' in skill) throw new CaoError('invalid_input', `Not a skill: ${skill.broken}`);
  if (!(await copySkill(folder, skillsFolder(home), name, force))) {
    throw new CaoError('conflict', `Skill '${name}' exists already`, {
      hint: 'Pass --force to replace it. Nothing was written.',
    });
  }
  return skill.summary;
}

/** Throws `not_found`. What is there goes at once, also when it is broken. */
export async function removeSkill(name: string, home: string): Promise<void> {
  requirePlainName('skill', name);
  const store = skillsFolder(home);
  const target = path.join(store, name);
  if (!(await exists(target))) throw new CaoError('not_found', `Skill not found: ${name}`);
  // Renamed first: an agent that lists the skills meanwhile sees all of it or nothing.
  const gone = path.join(store, `.removed-${name}-${process.pid}`);
  await rename(target, gone);
  await rm(gone, { recursive: true, force: true });
}

export interface SkillCopy {
  readonly name: string;
  /** `unchanged`: the same is there. `kept`: something else is there, and `force` was not given. */
  readonly outcome: 'added' | 'unchanged' | 'replaced' | 'kept';
  readonly path: string;
}

/** Copies skills into the folder an agent CLI reads its own from. What is there already is replaced only with `force`. */
export async function copySkillsTo(
  target: string,
  skills: readonly { readonly name: string; readonly folder: string }[],
  force: boolean,
): Promise<SkillCopy[]> {
  const copies: SkillCopy[] = [];
  for (const { name, folder } of skills) {
    const place = path.join(target, name);
    const outcome = await copyOne(folder, target, name, force);
    copies.push({ name, outcome, path: place });
  }
  return copies;
}

async function copyOne(folder: string, target: string, name: string, force: boolean): Promise<SkillCopy['outcome']> {
  const there = await exists(path.join(target, name));
  if (there && (await sameSkill(folder, path.join(target, name)))) return 'unchanged';
  if (there && !force) return 'kept';
  if (await copySkill(folder, target, name, force)) return there ? 'replaced' : 'added';
  return 'kept';
}

/** Links and other odd things are the person's own. */
async function sameSkill(one: string, other: string): Promise<boolean> {
  try {
    return (await skillHash(one)) === (await skillHash(other));
  } catch {
    return false;
  }
}
