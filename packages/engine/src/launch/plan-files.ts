import { mkdir, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { CaoError } from '@cao/contracts';
import type { LaunchPlan } from '@cao/provider-sdk';

/** Settings are small; whatever is larger is not read into memory. */
const MAX_USER_FILE_BYTES = 4 * 1024 * 1024;

/** Which links lead into a terminal's folder, so that whoever removes it knows. One path a line. */
const LINKS = '.links';

type Mirror = NonNullable<LaunchPlan['mirrors']>[number];
type Link = NonNullable<LaunchPlan['links']>[number];

/** Throws when a plan would touch anything outside the terminal's own folder. */
export function checkPlanPaths(plan: LaunchPlan, scratch: string, providerId: string): void {
  const paths = [...(plan.files ?? []), ...(plan.mirrors ?? [])].map(({ path }) => path);
  const inside = (path: string) => path.startsWith(scratch + sep) && !path.split(sep).includes('..');
  const ours = ({ path, to }: Link) => isAbsolute(path) && basename(path).includes(basename(scratch)) && inside(to);
  if (paths.every(inside) && (plan.links ?? []).every(ours)) return;
  throw new CaoError('internal', `provider ${providerId} wants to write outside its folder`);
}

/** What the named files hold, by path; without those that are not there. */
export async function readUserFiles(paths: readonly string[]): Promise<Record<string, string>> {
  const files = await Promise.all(paths.map(async (path) => [path, await readUserFile(path)] as const));
  return Object.fromEntries(files.filter((file): file is readonly [string, string] => file[1] !== undefined));
}

/** Makes the terminal's folder as the plan wants it; may be repeated. */
export async function writePlanFiles(plan: LaunchPlan, scratch: string): Promise<void> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  for (const mirror of plan.mirrors ?? []) await reflect(mirror);
  for (const file of plan.files ?? []) {
    await mkdir(dirname(file.path), { recursive: true, mode: 0o700 });
    await writeFile(file.path, file.content, { mode: file.mode ?? 0o600 });
  }
  await makeLinks(plan.links ?? [], scratch);
}

/** Removes a terminal's folder and what leads into it. A link that somebody replaced by something else is theirs now. */
export async function removePlanFiles(scratch: string): Promise<void> {
  const list = (await readUserFile(join(scratch, LINKS))) ?? '';
  for (const path of list.split('\n').filter((line) => line !== '')) {
    if ((await linkTarget(path))?.startsWith(scratch + sep)) await rm(path, { force: true });
  }
  await rm(scratch, { recursive: true, force: true });
}

async function makeLinks(links: readonly Link[], scratch: string): Promise<void> {
  if (links.length === 0) return;
  // Written first: a link that nobody would remove is worse than a name without a link.
  await writeFile(join(scratch, LINKS), links.map(({ path }) => `${path}\n`).join(''), { mode: 0o600 });
  for (const { path, to } of links) {
    await mkdir(dirname(path), { recursive: true });
    await symlink(to, path).catch(async (error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
      if ((await linkTarget(path)) === to) return;
      throw new CaoError('launch_failed', `${path} exists and is not ours`, { hint: 'Move it away and launch again.' });
    });
  }
}

async function linkTarget(path: string): Promise<string | undefined> {
  return await readlink(path).catch(() => undefined);
}

async function readUserFile(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size <= MAX_USER_FILE_BYTES) return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
  throw new CaoError('launch_failed', `${path} is larger than ${MAX_USER_FILE_BYTES} bytes`, {
    hint: 'An agent CLI reads its settings from it, and CAO has to add to them.',
  });
}

async function reflect({ path, of, except, only, also = [], folders = [] }: Mirror): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  for (const name of folders) await mkdir(join(of, name), { recursive: true, mode: 0o700 });
  const entries = await readdir(of).catch(() => []);
  for (const name of new Set([...entries.filter((entry) => only?.includes(entry) ?? true), ...also])) {
    if (except.includes(name)) continue;
    await symlink(join(of, name), join(path, name)).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
