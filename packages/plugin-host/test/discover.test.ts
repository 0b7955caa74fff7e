import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { discover, fixOf, type Discovery, type Finding } from '../src/index.ts';
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
  ['no field', undefined, 'no_cao_field', /CAO finds nothing in it/],
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

test('a plugin may say what it wants to be asked about; a misspelt word is a finding', () => {
  const field = (before: unknown) => ({ apiVersion: 1, plugins: { guard: { file: './index.js', before } } });
  const { plugins } = managed([provider('cao-guard', field({ launch: 'refuse', message: 'allow' }))]);
  expect(plugins).toMatchObject([{ name: 'guard', before: { launch: 'refuse', message: 'allow' } }]);
  expect(managed([provider('cao-guard', field({ lunch: 'refuse' }))]).findings).toMatchObject([
    { reason: 'invalid_manifest' },
  ]);
  expect(managed([provider('cao-guard', field({ launch: 'maybe' }))]).findings[0]?.message).toMatch(/allow.*refuse/);
});

test('what is made for other versions is refused before anything of it runs', () => {
  const made = (name: string, engines: object) => ({ ...pluginPackage(name, EXPLODE), engines }) as PackageFiles;
  const directory = writeProject([
    made('old', { cao: '^0.9.0' }),
    made('new-node', { node: '>=99' }),
    made('fits', { cao: '>=1.0.0', node: '>=20' }),
    made('says-nothing', { cao: 'next' }),
  ]);
  const { plugins, findings } = discover({
    roots: [{ source: 'managed', directory }],
    versions: { cao: '1.2.0-beta.1', node: '20.19.0' },
  });
  expect(plugins.map(({ name }) => name)).toEqual(['fits', 'says-nothing']);
  expect(findings.map(({ reason, message }) => [reason, message])).toEqual([
    ['engine_version', 'old is made for CAO ^0.9.0; this is 1.2.0-beta.1.'],
    ['engine_version', 'new-node is made for Node.js >=99; this is 20.19.0.'],
  ]);
});

test('no plugin is taken from a folder that an agent, or everybody, may write to', () => {
  const root = tempFolder();
  const work = writePackage(join(root, 'work/plugin'), pluginPackage('work', EXPLODE));
  const open = writePackage(join(root, 'open'), pluginPackage('open', EXPLODE));
  chmodSync(open, 0o777);
  const fine = writePackage(join(root, 'fine'), pluginPackage('fine', EXPLODE));
  const managedHome = writeProject([pluginPackage('managed', EXPLODE)]);
  const options = (folders: readonly string[]) => ({
    roots: [
      { source: 'listed', packages: [work, open, fine], from: [root] } as const,
      { source: 'managed', directory: managedHome } as const,
    ],
    agentFolders: { home: join(managedHome, '..'), folders },
  });
  const { plugins, findings } = discover(options([join(root, 'work'), managedHome]));
  expect(plugins.map(({ name }) => name)).toEqual(['fine', 'managed']);
  expect(findings.map(({ reason, message }) => [reason, message])).toEqual([
    [
      'unsafe_folder',
      `plugin work of work is not used: an agent works in ${root}/work and could change what the server runs.`,
    ],
    ['unsafe_folder', `plugin open of open is not used: every user of this machine may write to ${open}.`],
  ]);
  expect(fixOf(findings[0]!)).toBe(`Install a copy instead: cao plugin add ${work}`);
  // An agent in a folder around CAO's home could change anything: it says nothing about one package.
  expect(discover(options(['/'])).plugins.map(({ name }) => name)).toEqual(['work', 'fine', 'managed']);
});

test('packages beside CAO: what else is installed globally, or what else the same project depends on', () => {
  const global = join(tempFolder(), 'node_modules');
  const cao = writePackage(join(global, 'cao'), { name: 'cao' });
  const inner = writePackage(join(cao, 'node_modules/@cao/server'), { name: '@cao/server' });
  writePackage(join(global, '@acme/chat'), pluginPackage('chat', EXPLODE));
  writePackage(join(global, 'npm'), { name: 'npm' });
  const beside = (directory: string) => discover({ roots: [{ source: 'sibling', directory }] });
  expect(beside(inner)).toMatchObject({ plugins: [{ name: 'chat', source: 'sibling' }], findings: [] });

  const project = writeProject([pluginPackage('direct', EXPLODE), { name: 'cao' }]);
  writePackage(join(project, 'node_modules/transitive'), pluginPackage('transitive', EXPLODE));
  expect(beside(join(project, 'node_modules/cao')).plugins.map(({ name }) => name)).toEqual(['direct']);
  expect(beside(tempFolder()).plugins).toEqual([]);
});

test('every finding says what to do', () => {
  const reasons = [
    'not_installed',
    'api_version',
    'duplicate',
    'load_failed',
    'invalid_options',
    'setup_failed',
  ] as const;
  for (const reason of reasons) {
    expect(fixOf({ source: 'managed', package: 'chat', reason, message: 'm' })).toMatch(/cao (plugin|config) /);
  }
});
