import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaoError } from '@cao/contracts';
import { acquireLock } from '@cao/state';
import type { HomePaths } from '../home.ts';
import { shimDependencies, writeShims } from './shims.ts';

/** A copy of the managed project in which something is tried. */
export interface Draft {
  readonly directory: string;
  dependencies(): Readonly<Record<string, string>>;
}

/**
 * Works on a copy of the project and puts it in the place of the project when that went well. Whatever goes wrong, the project is
 * as it was; one that runs sees the old files or the new ones. Throws `conflict` while somebody else does the same.
 */
export async function changeProject<T>(paths: HomePaths, work: (draft: Draft) => Promise<T>): Promise<T> {
  const lock = acquireLock(join(paths.run, 'plugins.lock'));
  if (lock === undefined) {
    throw new CaoError('conflict', 'Somebody else adds or removes a plugin at this moment.', {
      hint: 'Try again when that is done.',
    });
  }
  const directory = `${paths.plugins}.next`;
  const replaced = `${paths.plugins}.old`;
  try {
    restore(paths.plugins, replaced);
    rmSync(directory, { recursive: true, force: true });
    draftOf(paths.plugins, directory);
    const result = await work({ directory, dependencies: () => dependenciesOf(directory) });
    swap(paths.plugins, directory, replaced);
    return result;
  } finally {
    rmSync(directory, { recursive: true, force: true });
    lock.release();
  }
}

export function dependenciesOf(project: string): Readonly<Record<string, string>> {
  const file = join(project, 'package.json');
  if (!existsSync(file)) return {};
  const { dependencies = {} } = readManifest(file);
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => !(name in shimDependencies())));
}

/** A change that was cut off between its two renames. */
function restore(project: string, replaced: string): void {
  if (!existsSync(project) && existsSync(replaced)) renameSync(replaced, project);
  rmSync(replaced, { recursive: true, force: true });
}

function draftOf(project: string, directory: string): void {
  if (existsSync(project)) cpSync(project, directory, { recursive: true, verbatimSymlinks: true });
  else mkdirSync(directory, { mode: 0o700 });
  const file = join(directory, 'package.json');
  const manifest = existsSync(file) ? readManifest(file) : {};
  const whole = {
    name: 'cao-plugins',
    private: true,
    description: 'Plugins of CAO. Changed with: cao plugin add, update, remove',
    ...manifest,
    dependencies: { ...manifest.dependencies, ...shimDependencies() },
  };
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
  writeShims(directory);
}

function swap(project: string, directory: string, replaced: string): void {
  const there = existsSync(project);
  if (there) renameSync(project, replaced);
  try {
    renameSync(directory, project);
  } catch (error) {
    if (there) renameSync(replaced, project);
    throw error;
  }
  rmSync(replaced, { recursive: true, force: true });
}

interface ProjectManifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(file: string): ProjectManifest {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProjectManifest;
  } catch (error) {
    throw new CaoError('invalid_input', `${file} cannot be read: ${(error as Error).message}`, {
      hint: 'Mend it first; nothing was changed.',
      cause: error,
    });
  }
}
