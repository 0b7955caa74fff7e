import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, READY_FILE, type ReadyRecord } from './install.ts';
import { withLock } from './lock.ts';
import { CLIS, type CliName } from '../clis/registry.ts';

/** An agent CLI as a person would have it from npm. */
export interface RealCli {
  readonly name: CliName;
  readonly version: string;
  /** The executable. */
  readonly path: string;
  /** Size on disk in bytes and duration of the install, measured when it was installed. */
  readonly bytes: number;
  readonly installMs: number;
}

/** Where installed CLIs are kept when CAO_REAL_CACHE names no other folder. */
const DEFAULT_CACHE = fileURLToPath(new URL('../../../../.cache/real-clis/', import.meta.url));

/** The CLI from the cache, installed first when it is not there: once, also when several tests ask at the same time. */
export async function realCli(name: CliName, version: string = CLIS[name].versions.current): Promise<RealCli> {
  const cache = process.env['CAO_REAL_CACHE'] ?? DEFAULT_CACHE;
  const folder = join(cache, `${CLIS[name].package.replaceAll(/[@/]+/g, '-').replace(/^-/, '')}-${version}`);
  const known = await readCached(name, version, folder);
  if (known !== undefined) return known;
  await mkdir(cache, { recursive: true });
  return withLock(`${folder}.lock`, async () => {
    const meanwhile = await readCached(name, version, folder);
    if (meanwhile !== undefined) return meanwhile;
    await install(name, version, folder);
    const installed = await readCached(name, version, folder);
    if (installed === undefined) throw new Error(`${name} ${version} is not in ${folder} after its install`);
    return installed;
  });
}

async function readCached(name: CliName, version: string, folder: string): Promise<RealCli | undefined> {
  try {
    const ready = JSON.parse(await readFile(join(folder, READY_FILE), 'utf8')) as ReadyRecord;
    const path = join(folder, ready.program);
    await stat(path);
    return { name, version, path, bytes: ready.bytes, installMs: ready.installMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
