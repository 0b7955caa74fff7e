import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isCaoError } from '@cao/contracts';
import { z } from 'zod';
import { isMissing } from './names.ts';
import { copySkill, exists, skillFolders, skillHash } from './skill-files.ts';
import { skillsFolder } from './skill-store.ts';
import { writeAtomically } from './write.ts';

/** The skills that ship with CAO. */
export const SHIPPED_SKILLS = fileURLToPath(new URL('../skills/', import.meta.url));

export interface SeedOptions {
  /** Folder of the shipped skills; those of this package unless given. */
  readonly from?: string;
  /** Brings back what the person has removed. */
  readonly restore?: boolean;
}

export interface Seeded {
  /** New in the store. */
  readonly added: readonly string[];
  /** Were as an older CAO had put them there, and are now as this one has them. */
  readonly updated: readonly string[];
}

/** What was put where, by name, as hashes of content: it tells an unchanged copy from an edited one. */
const SeedRecord = z.record(z.string(), z.string());

/**
 * Puts the shipped skills into the store of this home. What the person has edited stays as it is, what they have removed stays
 * removed, and an unchanged copy of an older CAO is brought up to date. May be repeated, also by two programs at once.
 */
export async function seedSkills(home: string, options: SeedOptions = {}): Promise<Seeded> {
  const from = options.from ?? SHIPPED_SKILLS;
  const store = skillsFolder(home);
  const known = await readRecord(store);
  const next = { ...known };
  const added: string[] = [];
  const updated: string[] = [];
  for (const name of await skillFolders(from)) {
    const shipped = await skillHash(path.join(from, name));
    const present = await contentOf(path.join(store, name));
    if (shipped === undefined) continue;
    if (present === undefined) {
      if (known[name] !== undefined && options.restore !== true) continue;
      if (await copySkill(path.join(from, name), store, name, false)) added.push(name);
    } else if (present === known[name] && present !== shipped) {
      await copySkill(path.join(from, name), store, name, true);
      updated.push(name);
    }
    if (present === undefined || present === known[name] || present === shipped) next[name] = shipped;
  }
  if (JSON.stringify(next) !== JSON.stringify(known)) {
    await writeAtomically(recordFile(store), `${JSON.stringify(next, null, 2)}\n`);
  }
  return { added, updated };
}

/** What cannot be a copy of ours (a link, a file) is the person's, like an edited one. */
async function contentOf(folder: string): Promise<string | undefined> {
  try {
    return (await skillHash(folder)) ?? ((await exists(folder)) ? 'edited' : undefined);
  } catch (error) {
    if (isCaoError(error)) return 'edited';
    throw error;
  }
}

function recordFile(store: string): string {
  return path.join(store, '.seeded.json');
}

/** A record that is missing or broken knows nothing: what is there then counts as the person's. */
async function readRecord(store: string): Promise<Readonly<Record<string, string>>> {
  try {
    const parsed = SeedRecord.safeParse(JSON.parse(await readFile(recordFile(store), 'utf8')));
    return parsed.success ? parsed.data : {};
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return {};
    throw error;
  }
}
