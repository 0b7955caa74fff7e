import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const Versions = z.record(z.string(), z.string());
const Manifest = z.looseObject({
  dependencies: Versions.default({}),
  devDependencies: Versions.default({}),
  peerDependencies: Versions.default({}),
});

/** Where a new package gets those of CAO from. */
export interface CaoPackages {
  /** Version ranges by package name: those that come from npm. */
  readonly ranges: Readonly<Record<string, string>>;
  /** Paths of tarballs in the new package by package name: those that come from a checkout. */
  readonly tarballs: Readonly<Record<string, string>>;
}

/** Names of CAO's packages that a manifest asks for as `workspace:*`. */
export async function wantedOf(folder: string): Promise<readonly string[]> {
  const { dependencies, devDependencies } = await read(folder);
  const all = Object.entries({ ...dependencies, ...devDependencies });
  return all.filter(([, version]) => version === 'workspace:*').map(([name]) => name);
}

/** Leaves a dependency out that this package does not use. */
export async function dropDependency(folder: string, name: string): Promise<void> {
  const manifest = await read(folder);
  const rest = Object.fromEntries(Object.entries(manifest.dependencies).filter(([used]) => used !== name));
  await write(folder, { ...manifest, dependencies: rest });
}

/**
 * Replaces `workspace:*`. Every tarball is a dependency of its own, also one that only another needs: npm then finds that in place
 * and asks no registry. Peers are named by range, for whoever installs the package once it is published.
 */
export async function resolveDependencies(folder: string, { ranges, tarballs }: CaoPackages): Promise<void> {
  const manifest = await read(folder);
  const { dependencies, devDependencies, peerDependencies } = manifest;
  const resolved = (versions: Readonly<Record<string, string>>): Record<string, string> =>
    mapVersions(versions, (name) => (tarballs[name] === undefined ? ranges[name] : `file:${tarballs[name]}`));
  const named = { ...dependencies, ...devDependencies };
  const further = Object.keys(tarballs).filter((name) => !(name in named));
  await write(folder, {
    ...manifest,
    dependencies: resolved(dependencies),
    devDependencies: resolved({ ...Object.fromEntries(further.map((name) => [name, '*'])), ...devDependencies }),
    peerDependencies: mapVersions(peerDependencies, (name) => ranges[name]),
  });
}

function mapVersions(
  versions: Readonly<Record<string, string>>,
  version: (name: string) => string | undefined,
): Record<string, string> {
  return Object.fromEntries(Object.entries(versions).map(([name, given]) => [name, version(name) ?? given]));
}

async function read(folder: string): Promise<z.infer<typeof Manifest>> {
  const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  // Fields in the order of the file.
  return { ...(manifest as object), ...Manifest.parse(manifest) };
}

async function write(folder: string, manifest: object): Promise<void> {
  const some = Object.entries(manifest).filter(([key, value]) => !key.endsWith('ependencies') || !isEmpty(value));
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(Object.fromEntries(some), null, 2)}\n`);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
