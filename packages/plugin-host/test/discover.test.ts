import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { discover, type Discovery, type Finding } from '../src/index.ts';
import { pluginPackage, tempFolder, write, writePackage, writeProject, type PackageFiles } from './support.ts';

const EXPLODE = 'throw new Error("discovery must not run this");';

function managed(packages: readonly PackageFiles[]): Discovery {
  return discover({ roots: [{ source: 'managed', directory: writeProject(packages) }] });
}

function provider(name: string, cao: unknown): PackageFiles {
  return { name, cao, files: { 'index.js': EXPLODE } };
}

function reasons(findings: readonly Finding[]): string[] {
  return findings.map(({ package: name, reason }) => `${name}: ${reason}`);
}

test('a cao field names providers and plugins, in both forms, and nothing is run', () => {
  const { providers, plugins, findings } = managed([
    provider('cao-both', {
      apiVersion: 1,
      providers: { foo_cli: './index.js' },
      plugins: { watcher: './index.js' },
    }),
    { ...provider('cao-short', { apiVersion: 1, plugin: './index.js' }), version: '2.3.4' },
  ]);

  expect(findings).toEqual([]);
  expect(providers).toMatchObject([{ id: 'foo_cli', package: 'cao-both', version: '1.0.0', source: 'managed' }]);
  expect(providers[0]!.file).toMatch(/cao-both.index\.js$/);
  expect(plugins.map((plugin) => `${plugin.name} ${plugin.version}`)).toEqual(['watcher 1.0.0', 'cao-short 2.3.4']);
});

test('a managed folder is what npm makes of an empty one: dependencies and no name', () => {
  const directory = writeProject([pluginPackage('watcher', EXPLODE)]);
  write(join(directory, 'package.json'), '{ "dependencies": { "watcher": "file:../watcher" } }');
  const { plugins, findings } = discover({ roots: [{ source: 'managed', directory }] });
  expect(plugins.map(({ name }) => name)).toEqual(['watcher']);
  expect(findings).toEqual([]);
});

test('roots are asked in order and the first to offer a name wins', () => {
  const listed = writePackage(join(tempFolder(), 'mine'), pluginPackage('watcher', EXPLODE));
  const directory = writeProject([pluginPackage('watcher', EXPLODE), pluginPackage('other', EXPLODE)]);
  const host = writeProject([pluginPackage('other', EXPLODE), pluginPackage('third', EXPLODE)]);

  const { plugins, findings } = discover({
    roots: [
      { source: 'listed', packages: [listed], from: [] },
      { source: 'managed', directory },
      { source: 'built-in', directory: host },
    ],
  });
  expect(plugins.map((plugin) => `${plugin.name} ${plugin.source}`)).toEqual([
    'watcher listed',
    'other managed',
    'third built-in',
  ]);
  expect(reasons(findings)).toEqual(['watcher: duplicate', 'other: duplicate']);
  expect(findings[0]).toMatchObject({
    source: 'managed',
    entry: { kind: 'plugin', name: 'watcher' },
    message: 'plugin watcher of watcher is not used: watcher (listed) has it already.',
  });
});

test('one package that two roots name is no duplicate', () => {
  const directory = writeProject([pluginPackage('watcher', EXPLODE)]);
  const { plugins, findings } = discover({
    roots: [
      { source: 'listed', packages: ['watcher'], from: [directory] },
      { source: 'managed', directory },
    ],
  });
  expect(plugins).toMatchObject([{ name: 'watcher', source: 'listed' }]);
  expect(findings).toEqual([]);
});

test('listed packages are names, folders and file URLs', () => {
  const directory = writeProject([pluginPackage('by-name', EXPLODE)]);
  writePackage(join(directory, 'local/by-path'), pluginPackage('by-path', EXPLODE));
  const url = pathToFileURL(writePackage(join(directory, 'local/by url'), pluginPackage('by-url', EXPLODE))).href;
  const packages = ['by-name', './local/by-path', url, 'absent', './absent'];

  const { plugins, findings } = discover({
    roots: [{ source: 'listed', packages, from: [directory, join(directory, 'nowhere')] }],
  });
  expect(plugins.map((plugin) => plugin.name)).toEqual(['by-name', 'by-path', 'by-url']);
  expect(reasons(findings)).toEqual(['absent: not_installed', './absent: not_installed']);
});

test('packages hoisted to a folder above are found, as npm lays them out', () => {
  const root = tempFolder();
  const host = join(root, 'node_modules/@scope/server');
  writePackage(host, { name: '@scope/server', dependencies: { '@scope/plugin': '*', inner: '*' } });
  writePackage(join(root, 'node_modules/@scope/plugin'), pluginPackage('hoisted', EXPLODE));
  writePackage(join(host, 'node_modules/inner'), pluginPackage('inner', EXPLODE));
  const { plugins } = discover({ roots: [{ source: 'built-in', directory: host }] });
  expect(plugins.map((plugin) => plugin.name)).toEqual(['hoisted', 'inner']);
});

test('packages beside the real folder of a linked one are found, as pnpm lays them out', () => {
  const root = tempFolder();
  const store = join(root, 'node_modules/.pnpm');
  const host = join(store, 'server@1/node_modules/server');
  writePackage(host, { name: 'server', dependencies: { plugin: '*' } });
  const plugin = join(store, 'plugin@1/node_modules/plugin');
  writePackage(plugin, pluginPackage('linked', EXPLODE));
  symlinkSync(plugin, join(store, 'server@1/node_modules/plugin'));
  symlinkSync(host, join(root, 'node_modules/server'));

  const { plugins } = discover({ roots: [{ source: 'built-in', directory: join(root, 'node_modules/server') }] });
  expect(plugins).toMatchObject([{ name: 'linked', file: join(plugin, 'index.js') }]);
});

test('only direct dependencies are considered', () => {
  const directory = writeProject([pluginPackage('direct', EXPLODE, { dependencies: { transitive: '*' } })]);
  writePackage(join(directory, 'node_modules/transitive'), pluginPackage('transitive', EXPLODE));
  const { plugins } = discover({ roots: [{ source: 'managed', directory }] });
  expect(plugins.map((plugin) => plugin.name)).toEqual(['direct']);
});

test('a missing dependency is a finding, unless it is optional', () => {
  const directory = tempFolder();
  const dependencies = { absent: '*', 'absent-too': '*' };
  writePackage(directory, { name: 'managed', dependencies, optionalDependencies: { 'absent-too': '*', there: '*' } });
  writePackage(join(directory, 'node_modules/there'), pluginPackage('there', EXPLODE));
  const { plugins, findings } = discover({ roots: [{ source: 'managed', directory }] });
  expect(plugins.map((plugin) => plugin.name)).toEqual(['there']);
  expect(reasons(findings)).toEqual(['absent: not_installed']);
});

test('a managed folder may be absent; ordinary libraries of the server are passed over', () => {
  const host = writeProject([{ name: 'library' }]);
  const absent = join(tempFolder(), 'plugins');
  const { findings } = discover({
    roots: [
      { source: 'managed', directory: absent },
      { source: 'built-in', directory: host },
    ],
  });
  expect(findings).toEqual([]);
});

test.each<[string, unknown, string, RegExp]>([
  ['no field', undefined, 'no_cao_field', /neither a provider nor a plugin/],
  ['no version', { plugin: './index.js' }, 'invalid_manifest', /apiVersion/],
  ['a later version', { apiVersion: 2, plugin: ['new'] }, 'api_version', /version 2 .* this CAO has 1/],
  ['a file outside', { apiVersion: 1, plugin: './../../index.js' }, 'invalid_manifest', /stay inside/],
  ['an absolute file', { apiVersion: 1, plugin: '/index.js' }, 'invalid_manifest', /starts with \.\//],
  ['a bad provider id', { apiVersion: 1, providers: { 'Foo-CLI': './index.js' } }, 'invalid_manifest', /Foo-CLI/],
  ['a missing file', { apiVersion: 1, plugin: './dist/index.js' }, 'missing_file', /dist\/index\.js/],
])('%s is a finding, and the others load', (_what, cao, reason, message) => {
  const { plugins, findings } = managed([provider('cao-bad', cao), pluginPackage('good', EXPLODE)]);
  expect(plugins.map((plugin) => plugin.name)).toEqual(['good']);
  expect(findings).toMatchObject([{ package: 'cao-bad', reason, message: expect.stringMatching(message) }]);
});

test('a package.json that is no JSON, or no manifest, is a finding', () => {
  const directory = writeProject([pluginPackage('broken', EXPLODE), pluginPackage('nameless', EXPLODE)]);
  write(join(directory, 'node_modules/broken/package.json'), '{ "name": ');
  write(join(directory, 'node_modules/nameless/package.json'), '{ "version": "1.0.0" }');
  mkdirSync(join(directory, 'node_modules/empty'));
  const { findings } = discover({ roots: [{ source: 'managed', directory }] });
  expect(findings.map((finding) => finding.reason)).toEqual(['invalid_manifest', 'invalid_manifest']);
  expect(findings[0]!.message).toContain('broken');
});

test('a project file that cannot be read is a finding', () => {
  const directory = tempFolder();
  write(join(directory, 'package.json'), 'nonsense');
  expect(discover({ roots: [{ source: 'managed', directory }] }).findings).toMatchObject([
    { reason: 'invalid_manifest' },
  ]);
  expect(discover({ roots: [{ source: 'built-in', directory: join(directory, 'x') }] }).findings).toHaveLength(1);
});
