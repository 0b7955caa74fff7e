import { createHash } from 'node:crypto';
import { cp, lstat, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { CaoError } from '@cao/contracts';
import { parseMarkdown } from './frontmatter.ts';
import { confine, isMissing, isPlainName } from './names.ts';

export const SKILL_FILE = 'SKILL.md';

/** A skill is a few texts; more is a folder named by mistake. */
const MAX_FILES = 500;
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_SKILL_BYTES = 1024 * 1024;

export interface SkillSummary {
  readonly name: string;
  readonly description: string;
  /** The package that brings it; absent for those in CAO's home. */
  readonly source?: string;
}

export type ReadSkill = { readonly summary: SkillSummary; readonly body: string } | { readonly broken: string };

/** The skill in `root/name`; undefined when there is none. */
export async function readSkill(root: string, name: string): Promise<ReadSkill | undefined> {
  const file = await confine(root, path.join(name, SKILL_FILE));
  if (file === undefined) return undefined;
  const facts = await lstat(file);
  if (!facts.isFile() || facts.size > MAX_SKILL_BYTES) {
    return { broken: `${file}: expected a file of at most ${MAX_SKILL_BYTES} bytes` };
  }
  const { data, body, problems } = parseMarkdown(await readFile(file, 'utf8'));
  const problem = problems[0];
  if (problem !== undefined) return { broken: `${file}:${problem.line}: ${problem.message}` };
  const description = text(data['description']);
  if (text(data['name']) !== name) return { broken: `${file}: field 'name' must equal the folder name '${name}'` };
  if (description === '') return { broken: `${file}: field 'description' must not be empty` };
  return { summary: { name, description }, body };
}

/** Names of the folders below `root` that could be skills. */
export async function skillFolders(root: string): Promise<string[]> {
  try {
    return (await readdir(root)).filter(isPlainName).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Relative paths of all files, sorted. Throws `invalid_input` for links and for what is too much to be a skill. */
export async function skillContents(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) continue;
    if (!entry.isFile()) throw refusal(`${file} is a link or a device; a skill has only files and folders.`);
    bytes += (await lstat(file)).size;
    files.push(path.relative(folder, file));
    if (files.length > MAX_FILES || bytes > MAX_BYTES) {
      throw refusal(`${folder} has more than ${MAX_FILES} files or ${MAX_BYTES} bytes.`);
    }
  }
  return files.sort();
}

/** The same for folders with the same files; undefined when there is no folder. */
export async function skillHash(folder: string): Promise<string | undefined> {
  try {
    const hash = createHash('sha256');
    for (const file of await skillContents(folder)) {
      hash
        .update(`${file}\0`)
        .update(await readFile(path.join(folder, file)))
        .update('\0');
    }
    return hash.digest('hex');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Puts a copy of `source` at `root/name`: nobody sees half of it, and a copy that fails leaves what was there. With `replace`
 * what was there goes; without it somebody who was faster wins, and the answer is false.
 */
export async function copySkill(source: string, root: string, name: string, replace: boolean): Promise<boolean> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  // The dot keeps it from being taken for a skill, were it ever left behind.
  const stage = await mkdtemp(path.join(root, '.stage-'));
  const target = path.join(root, name);
  try {
    for (const file of await skillContents(source)) {
      await cp(path.join(source, file), path.join(stage, 'new', file), { force: false, errorOnExist: true });
    }
    if (replace) await rename(target, path.join(stage, 'old')).catch(unlessMissing);
    await rename(path.join(stage, 'new'), target);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (!replace && (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR')) return false;
    throw error;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

export async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
}

function unlessMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function refusal(message: string): CaoError {
  return new CaoError('invalid_input', message);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
