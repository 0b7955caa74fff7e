import { realpathSync } from 'node:fs';
import { basename, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding, Source } from './finding.ts';
import { isRefusal, readManifest } from './manifest.ts';
import { siblingsOf } from './discovery/siblings.ts';
import { findPackage, isPackage } from './node-modules.ts';

/** A place that names packages. Nothing else is looked at: a transitive dependency must not run code in the server. */
export type Root =
  /** What the settings list: package names, found from the given folders in turn, and folders, relative to the first. */
  | { readonly source: 'listed'; readonly packages: readonly string[]; readonly from: readonly string[] }
  /** A folder whose package.json has the packages as direct dependencies. May be absent. */
  | { readonly source: 'managed' | 'built-in'; readonly directory: string }
  /** What was installed beside the package of this folder. */
  | { readonly source: 'sibling'; readonly directory: string };

export interface Candidate {
  readonly source: Source;
  readonly directory: string;
}

/** The package folders a root names, and what it names in vain. */
export function candidatesOf(root: Root): { candidates: Candidate[]; findings: Finding[] } {
  const { source } = root;
  const candidates: Candidate[] = [];
  const findings: Finding[] = [];
  for (const { name, directory } of named(root, findings)) {
    if (directory !== undefined) candidates.push({ source, directory });
    else {
      const message = `${name} is ${source === 'listed' ? 'listed in the settings' : 'among the dependencies'} and is not installed.`;
      findings.push({ source, package: name, reason: 'not_installed', message });
    }
  }
  return { candidates, findings };
}

interface Named {
  readonly name: string;
  readonly directory: string | undefined;
}

function named(root: Root, findings: Finding[]): readonly Named[] {
  if (root.source === 'listed') return listed(root);
  return root.source === 'sibling' ? siblingsOf(root.directory) : dependencies(root, findings);
}

function listed({ packages, from }: { packages: readonly string[]; from: readonly string[] }): Named[] {
  return packages.map((name) => {
    const directory = isPath(name) ? byPath(name, from[0]) : firstOf(from, (folder) => findPackage(name, folder));
    return { name, directory };
  });
}

function dependencies(root: { source: Source; directory: string }, findings: Finding[]): Named[] {
  const { source, directory } = root;
  if (source === 'managed' && !isPackage(directory)) return [];
  const manifest = readManifest(directory, basename(directory));
  if (isRefusal(manifest)) {
    findings.push({ source, package: directory, directory, ...manifest });
    return [];
  }
  const find = (name: string): Named => ({ name, directory: findPackage(name, directory) });
  const optional = manifest.optionalDependencies.map(find).filter((named) => named.directory !== undefined);
  return [...manifest.dependencies.map(find), ...optional];
}

function isPath(name: string): boolean {
  return name.startsWith('.') || name.startsWith('file:') || isAbsolute(name);
}

function byPath(name: string, base: string | undefined): string | undefined {
  const path = name.startsWith('file:') ? fileURLToPath(name) : resolve(base ?? '.', name);
  return isPackage(path) ? realpathSync(path) : undefined;
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
