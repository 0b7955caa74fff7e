import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { CaoError } from '@cao/contracts';
import type { LaunchPlan } from '@cao/provider-sdk';

/** Settings are small; whatever is larger is not read into memory. */
const MAX_USER_FILE_BYTES = 4 * 1024 * 1024;

type Mirror = NonNullable<LaunchPlan['mirrors']>[number];

/** Throws when a plan would touch anything outside the terminal's own folder. */
export function checkPlanPaths(plan: LaunchPlan, scratch: string, providerId: string): void {
  const paths = [...(plan.files ?? []), ...(plan.mirrors ?? [])].map(({ path }) => path);
  if (paths.every((path) => path.startsWith(scratch + sep) && !path.split(sep).includes('..'))) return;
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
