import { fileURLToPath } from 'node:url';
import type { Root } from '@cao/plugin-host';
import type { HomePaths } from './home.ts';

/** The package whose dependencies are the built-in providers and plugins: this one. */
const OWN_PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** Where providers and plugins are looked for; earlier places win. `packages` are those that the settings list. */
export function extensionRoots({ plugins }: Pick<HomePaths, 'plugins'>, packages: readonly string[]): readonly Root[] {
  return [
    { source: 'listed', packages, from: [plugins, OWN_PACKAGE] },
    { source: 'managed', directory: plugins },
    { source: 'built-in', directory: OWN_PACKAGE },
  ];
}
