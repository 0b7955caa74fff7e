import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const folders = ['packages', 'providers', 'plugins', 'apps'].flatMap((group) =>
  readdirSync(group).map((name) => join(group, name)),
);

function manifest(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

test.each(folders)('%s has the uniform manifest', (folder) => {
  const { license, type, engines, scripts, files, exports } = manifest(folder);
  expect({ license, type, engines }).toEqual({ license: 'Apache-2.0', type: 'module', engines: { node: '>=20.19' } });
  expect(scripts).toMatchObject({ build: expect.stringContaining('tsc'), typecheck: expect.stringContaining('tsc') });
  expect(files).toContain('dist');
  expect(exports).toHaveProperty(['.', '@cao/source'], './src/index.ts');
  expect(existsSync(join(folder, 'README.md'))).toBe(true);
});

test.each(folders)('%s takes its versions from the catalogs', (folder) => {
  const { dependencies, devDependencies } = manifest(folder);
  const versions = Object.values({ ...(dependencies as object), ...(devDependencies as object) });
  expect(versions.filter((version) => !/^(catalog:|workspace:)/.test(String(version)))).toEqual([]);
});

test('who installs the command line gets every program of CAO, and no name is declared twice', () => {
  const declared = folders.flatMap((folder) => {
    const { name, bin = {} } = manifest(folder) as { name: string; bin?: Record<string, string> };
    return Object.entries(bin).map(([program, file]) => [program, name, statSync(join(folder, file)).mode & 0o111]);
  });
  expect(declared).toEqual([
    ['create-cao', '@cao/create', 0o111],
    ['mock_cli', '@cao/provider-mock-cli', 0o111],
    ['cao', '@cao/cli', 0o111],
    ['cao-mcp-server', '@cao/cli', 0o111],
    ['cao-ops-mcp-server', '@cao/cli', 0o111],
    ['cao-server', '@cao/cli', 0o111],
  ]);
});

const providers = readdirSync('providers');

test.each(providers)('providers/%s has the name of its provider', (folder) => {
  const { cao } = manifest(join('providers', folder)) as { cao: { providers: Record<string, string> } };
  expect(Object.keys(cao.providers).map((id) => id.replaceAll('_', '-'))).toEqual([folder]);
});

test.each(['plugin', 'provider'])('the %s template has the versions of the catalogs', (kind) => {
  const { dependencies, devDependencies, engines } = manifest(`packages/create/templates/${kind}`);
  const { catalog, catalogs } = parse(readFileSync('pnpm-workspace.yaml', 'utf8'));
  const known: Record<string, unknown> = { ...catalog, ...catalogs.dev };
  for (const [name, version] of Object.entries({ ...(dependencies as object), ...(devDependencies as object) })) {
    expect(version).toBe(name.startsWith('@cao/') ? 'workspace:*' : known[name]);
  }
  expect(engines).toEqual({ node: '>=20.19' });
});

test('better-sqlite3 stays at the last major that runs on Node 20', () => {
  const { catalog } = parse(readFileSync('pnpm-workspace.yaml', 'utf8'));
  expect(catalog['better-sqlite3']).toMatch(/^\^12\./);
});

test('no file names a registry', () => {
  expect(readFileSync('pnpm-lock.yaml', 'utf8')).not.toMatch(/registry\.[a-z]+\.[a-z]+/);
});
