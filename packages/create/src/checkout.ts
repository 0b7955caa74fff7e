import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

export interface Checkout {
  /** Absolute. */
  readonly root: string;
  /** Folders of its packages by name, absolute. */
  readonly packages: ReadonlyMap<string, string>;
}

const GROUPS = ['packages', 'providers'];

/** The checkout of CAO that a folder lies in; undefined when CAO was installed by npm, which leaves no such file. */
export function findCheckout(from: string): Checkout | undefined {
  let root = from;
  while (!existsSync(path.join(root, 'pnpm-workspace.yaml'))) {
    if (root === path.dirname(root)) return undefined;
    root = path.dirname(root);
  }
  const folders = GROUPS.map((group) => path.join(root, group)).filter((group) => existsSync(group));
  const packages = folders.flatMap((group) => readdirSync(group).map((name) => path.join(group, name)));
  const found = packages.filter((folder) => existsSync(path.join(folder, 'package.json')));
  return { root, packages: new Map(found.map((folder) => [readManifest(folder).name, folder])) };
}

export function readManifest(folder: string): z.infer<typeof Manifest> {
  return Manifest.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')));
}

/** Packages of the checkout that these need, themselves first. */
export function withDependencies(names: readonly string[], { packages }: Checkout): readonly string[] {
  const found = new Set(names.filter((name) => packages.has(name)));
  for (const name of found) {
    const folder = packages.get(name);
    if (folder === undefined) continue;
    const { dependencies } = readManifest(folder);
    for (const used of Object.keys(dependencies)) if (packages.has(used)) found.add(used);
  }
  return [...found];
}
