import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Who may depend on whom. Only dependencies and peerDependencies count: pnpm makes an undeclared import fail. */
const ALLOWED: Record<string, readonly string[]> = {
  '@cao/contracts': [],
  '@cao/state': ['@cao/contracts'],
  '@cao/terminal': [],
  '@cao/profiles': ['@cao/contracts'],
  '@cao/memory': ['@cao/contracts', '@cao/state'],
  '@cao/flows': ['@cao/contracts', '@cao/profiles'],
  '@cao/provider-sdk': ['@cao/contracts'],
  '@cao/plugin-sdk': ['@cao/contracts'],
  '@cao/plugin-kit': ['@cao/contracts', '@cao/plugin-sdk'],
  '@cao/client': ['@cao/contracts'],
  '@cao/mcp': ['@cao/contracts'],
  '@cao/plugin-host': ['@cao/plugin-sdk', '@cao/provider-sdk', '@cao/contracts'],
  '@cao/engine': [
    '@cao/contracts',
    '@cao/state',
    '@cao/terminal',
    '@cao/profiles',
    '@cao/memory',
    '@cao/flows',
    '@cao/provider-sdk',
    '@cao/plugin-host',
  ],
  '@cao/http': ['@cao/engine', '@cao/contracts', '@cao/mcp'],
  '@cao/create': ['@cao/contracts', '@cao/provider-sdk'],
  '@cao/cli': [
    '@cao/client',
    '@cao/contracts',
    '@cao/create',
    '@cao/memory',
    '@cao/plugin-sdk',
    '@cao/profiles',
    '@cao/server',
    '@cao/mcp-server',
  ],
  '@cao/mcp-server': ['@cao/client', '@cao/contracts', '@cao/mcp'],
  '@cao/testkit': ['@cao/contracts', '@cao/client', '@cao/provider-sdk', '@cao/terminal'],
};

const PROVIDER = ['@cao/provider-sdk', '@cao/contracts'];
const PLUGIN = ['@cao/plugin-sdk', '@cao/plugin-kit', '@cao/contracts'];
/** Composition root: everything concrete. */
const ANYTHING = ['@cao/server'];

interface Manifest {
  readonly name: string;
  readonly folder: string;
  readonly uses: readonly string[];
}

function manifests(): Manifest[] {
  return ['packages', 'providers', 'plugins', 'apps'].flatMap((group) =>
    readdirSync(group).map((name) => {
      const manifest = JSON.parse(readFileSync(join(group, name, 'package.json'), 'utf8'));
      const uses = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
      return { name: manifest.name, folder: group, uses: uses.filter((used) => used.startsWith('@cao/')) };
    }),
  );
}

function allowed({ name, folder }: Manifest): readonly string[] | undefined {
  if (folder === 'providers') return PROVIDER;
  if (folder === 'plugins') return PLUGIN;
  return ALLOWED[name];
}

test('no package depends on one it may not look into', () => {
  const violations = manifests()
    .filter(({ name }) => !ANYTHING.includes(name))
    .flatMap((manifest) => {
      const may = allowed(manifest);
      if (may === undefined) return [`${manifest.name} is not in the table`];
      return manifest.uses.filter((used) => !may.includes(used)).map((used) => `${manifest.name} -> ${used}`);
    });
  expect(violations).toEqual([]);
});
