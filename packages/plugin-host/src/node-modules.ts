import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * The folder of a package as a module in `from` would get it: through the `node_modules` folders from there upwards, links
 * resolved first, as Node does. Covers npm, pnpm and Yarn with node_modules; not Yarn's zip files.
 */
export function findPackage(name: string, from: string): string | undefined {
  if (!existsSync(from)) return undefined;
  for (const folder of upwards(realpathSync(from))) {
    const candidate = join(folder, 'node_modules', name);
    if (basename(folder) !== 'node_modules' && isPackage(candidate)) return realpathSync(candidate);
  }
  return undefined;
}

export function isPackage(directory: string): boolean {
  return existsSync(join(directory, 'package.json'));
}

function* upwards(from: string): Generator<string> {
  let folder = from;
  while (folder !== dirname(folder)) {
    yield folder;
    folder = dirname(folder);
  }
  yield folder;
}
