import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { cleanEnv } from '../process/clean-env.ts';
import { run } from '../process/run.ts';
import { CLIS, type CliName } from '../clis/registry.ts';
import type { CliDefinition } from '../clis/definition.ts';

/** Written last into an installed folder. */
export const READY_FILE = 'ready.json';

export interface ReadyRecord {
  /** Relative to the folder. */
  readonly program: string;
  readonly bytes: number;
  readonly installMs: number;
}

/** The packages have up to 400 MB; on a slow line that takes minutes. */
const INSTALL_LIMIT_MS = 240_000;

/** The first start of a native program reads all of it from disk. */
const VERSION_LIMIT_MS = 30_000;

/** Installs a CLI beside `folder` and moves it there whole, so that the folder is either complete or absent. */
export async function install(name: CliName, version: string, folder: string): Promise<void> {
  const definition: CliDefinition = CLIS[name];
  const spec = `${definition.package}@${version}`;
  const specs = definition.node === undefined ? [spec] : [spec, `${nodePackage()}@${definition.node}`];
  const started = Date.now();
  const staging = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  process.stderr.write(`installing ${spec} into ${folder}\n`);
  try {
    // Their install scripts only choose and copy a binary; what we need is found without them.
    const flags = [
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-save',
      '--no-package-lock',
      '--no-engine-strict',
    ];
    const npm = await run('npm', ['install', '--prefix', staging, ...flags, ...specs], {
      // npm finds its registry and its cache through the person's own environment.
      env: { ...(process.env as Record<string, string>) },
      timeoutMs: INSTALL_LIMIT_MS,
    });
    if (npm.code !== 0) throw new Error(`npm could not install ${spec}:\n${npm.stderr.slice(-2000)}`);
    const found = definition.programs.find((path) => existsSync(join(staging, path)));
    if (found === undefined) throw new Error(`${spec} has no program for ${process.platform} ${process.arch}`);
    const program = definition.node === undefined ? found : await wrap(staging, definition.binary, found);
    await checkVersion(join(staging, program), version);
    const bytes = await sizeOf(staging);
    const installMs = Date.now() - started;
    const ready: ReadyRecord = { program, bytes, installMs };
    await writeFile(join(staging, READY_FILE), JSON.stringify(ready));
    await moveInto(staging, folder);
    process.stderr.write(`installed ${spec}: ${Math.round(bytes / 1e6)} MB in ${(installMs / 1000).toFixed(1)} s\n`);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The package that has the program of Node for this machine; `node` itself only fetches it by an install script. */
function nodePackage(): string {
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${process.platform}-${process.arch}`;
}

/** A program that runs a script on the Node installed beside it, wherever the folder is moved and the program linked from. */
async function wrap(folder: string, name: string, script: string): Promise<string> {
  const lines = [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0")")',
    `exec "$here/node_modules/${nodePackage()}/bin/node" "$here/${script}" "$@"`,
    '',
  ];
  await writeFile(join(folder, name), lines.join('\n'), { mode: 0o755 });
  return name;
}

/** Whoever got there first wins: what is complete and perhaps running is never replaced. */
async function moveInto(staging: string, folder: string): Promise<void> {
  if (!existsSync(join(folder, READY_FILE))) await rm(folder, { recursive: true, force: true });
  try {
    await rename(staging, folder);
  } catch (error) {
    if (!existsSync(join(folder, READY_FILE))) throw error;
  }
}

async function checkVersion(program: string, version: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'cao-version-'));
  try {
    const { stdout, stderr } = await run(program, ['--version'], {
      env: cleanEnv({ HOME: home }),
      timeoutMs: VERSION_LIMIT_MS,
    });
    if (!stdout.includes(version)) throw new Error(`${program} says ${stdout}${stderr} instead of ${version}`);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
