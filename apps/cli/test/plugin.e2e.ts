import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, runCao } from '@cao/testkit';
import { expect, it, vi } from 'vitest';
import { noting, pluginFolder, registry, tarball } from './support/plugin-packages.ts';
import { realStand, type Stand } from './support/stand.ts';

// npm runs for each step, a second or two each.
vi.setConfig({ testTimeout: 180_000 });

/** Every file of the managed project, without what npm writes of its own times. */
function filesOf(stand: Stand): string[] {
  const folder = path.join(stand.home.caoHome, 'plugins');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.includes('.package-lock.json'))
    .toSorted()
    .map((file) => {
      const whole = path.join(folder, file);
      return file.endsWith('package.json') || file.endsWith('.js') ? `${file} ${readFileSync(whole, 'utf8')}` : file;
    });
}

async function list(stand: Stand): Promise<string[]> {
  const rows = JSON.parse(await stand.ok('plugin', 'list', '--json')) as {
    name: string;
    source: string;
    state: string;
  }[];
  return rows
    .filter(({ source }) => source !== 'built-in')
    .map(({ name, source, state }) => `${name} ${source} ${state}`);
}

const heard = (stand: Stand): string => {
  const file = path.join(stand.home.caoHome, 'heard.txt');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

it('a folder becomes a plugin that runs: added, told of, heard, switched off, taken out', async () => {
  await using stand = await realStand();
  const folder = pluginFolder(stand.home.home, { name: 'cao-plugin-chat', source: noting('cao-plugin-chat') });
  const added = await stand.ok('plugin', 'add', folder);
  expect(added).toBe('✓ plugin cao-plugin-chat (cao-plugin-chat 1.0.0)\n');
  expect(await list(stand)).toEqual(['cao-plugin-chat managed enabled']);
  // Nobody who can write to the folder changes what the server runs.
  rmSync(folder, { recursive: true });

  await stand.ok('server', 'start');
  await eventually(async () => expect(await list(stand)).toEqual(['cao-plugin-chat managed running']));
  const launch = ['launch', '--provider', 'mock_cli', '--headless', '--yolo', '--agents', 'developer'];
  await stand.ok(...launch, '--session-name', 'one');
  await eventually(() => expect(heard(stand)).toBe('cao-plugin-chat cao-one\n'));
  const info = await stand.ok('plugin', 'info', 'cao-plugin-chat');
  expect(info).toContain('decides    nothing');
  expect(info).toContain('hears      post_create_session');
  await eventually(async () => expect(await stand.ok('plugin', 'doctor')).toContain('1 event(s) delivered, 0 waiting'));

  const disabled = await stand.ok('plugin', 'disable', 'cao-plugin-chat');
  expect(disabled).toMatch(/is now disabled\n\nThe server that runs goes on without the change.*cao server stop/s);
  expect(await list(stand)).toEqual(['cao-plugin-chat managed running until a restart']);
  await stand.ok('server', 'stop');
  await stand.ok('server', 'start');
  await eventually(async () => expect(await list(stand)).toEqual(['cao-plugin-chat managed disabled']));
  expect(await stand.ok('plugin', 'enable', 'cao-plugin-chat', '--json')).toContain('"changed": true');

  expect(await stand.ok('plugin', 'remove', 'cao-plugin-chat')).toMatch(/^✓ cao-plugin-chat is gone/);
  expect(await list(stand)).toEqual([]);
  expect(filesOf(stand).filter((file) => file.endsWith('.tgz'))).toEqual([]);
});

it('an addition that fails leaves everything as it was and says why', async () => {
  await using stand = await realStand();
  const at = stand.home.home;
  await stand.ok('plugin', 'add', pluginFolder(at, { name: 'cao-plugin-good', source: noting('good') }));
  const before = filesOf(stand);
  const bad: [string, string | RegExp][] = [
    [pluginFolder(at, { name: 'no-field', source: '', more: { cao: undefined } }), /has no "cao" field/],
    [pluginFolder(at, { name: 'later', source: '', cao: { apiVersion: 9, plugin: './index.js' } }), /version 9/],
    [
      pluginFolder(at, { name: 'unbuilt', source: '', cao: { apiVersion: 1, plugin: './dist/x.js' } }),
      /does not exist/,
    ],
    [pluginFolder(at, { name: 'throws', source: 'throw new Error("boom")' }), /boom/],
    [pluginFolder(at, { name: 'exits', source: 'process.exit(0)' }), /ends the program/],
    [
      pluginFolder(at, { name: 'eats', source: 'const all = []; for (;;) all.push(new Array(1e6).fill(1.5));' }),
      /memory/,
    ],
    [
      pluginFolder(at, {
        name: 'same',
        source: noting('x'),
        cao: { apiVersion: 1, plugins: { 'cao-plugin-good': './index.js' } },
      }),
      /has it already/,
    ],
    [
      pluginFolder(at, { name: 'old', source: noting('old'), more: { engines: { cao: '^99.0.0' } } }),
      /made for CAO \^99/,
    ],
    [
      pluginFolder(at, {
        name: 'peers',
        source: noting('p'),
        more: { dependencies: { './nowhere': 'file:./nowhere' } },
      }),
      /npm|not valid/,
    ],
    [path.join(at, 'nothing-here'), /nothing at/],
    ['https://example.com/x.git', /neither a package/],
  ];
  for (const [given, why] of bad) {
    const { code, stderr } = await stand.cao('plugin', 'add', given);
    expect({ given, code }).toEqual({ given, code: 1 });
    expect(stderr).toMatch(why);
    expect(filesOf(stand)).toEqual(before);
  }
  expect(readdirSync(stand.home.caoHome).filter((name) => name.startsWith('plugins'))).toEqual(['plugins']);
  expect(await list(stand)).toEqual(['cao-plugin-good managed enabled']);
});

it('install scripts run only when they are allowed', async () => {
  await using stand = await realStand();
  const mark = path.join(stand.home.home, 'script-ran');
  const scripts = { postinstall: `node -e "require('fs').writeFileSync('${mark}', '')"` };
  const folder = pluginFolder(stand.home.home, { name: 'scripted', source: noting('scripted'), more: { scripts } });
  await stand.ok('plugin', 'add', folder);
  expect(existsSync(mark)).toBe(false);
  await stand.ok('plugin', 'remove', 'scripted');
  await stand.ok('plugin', 'add', folder, '--allow-scripts');
  expect(existsSync(mark)).toBe(true);
});

it('a package comes from a registry by name and version, and newer ones by update', async () => {
  await using stand = await realStand();
  await using npm = await registry();
  const packed = stand.home.home;
  for (const version of ['1.0.0', '1.1.0']) {
    npm.publish(tarball(pluginFolder(packed, { name: '@acme/chat', version, source: noting('chat') }), packed));
  }
  writeFileSync(path.join(stand.home.home, '.npmrc'), `registry=${npm.url}\n`);
  const added = JSON.parse(await stand.ok('plugin', 'add', '@acme/chat@^1.0.0', '--json')) as object;
  expect(added).toEqual({
    package: '@acme/chat',
    version: '1.1.0',
    plugins: [{ name: 'chat', before: {} }],
    providers: [],
    commands: [],
    skills: false,
    profiles: false,
  });
  npm.publish(tarball(pluginFolder(packed, { name: '@acme/chat', version: '1.2.0', source: noting('chat') }), packed));
  expect(await stand.ok('plugin', 'update')).toContain('(@acme/chat 1.2.0)');
  // A version that does not load is not installed.
  npm.publish(
    tarball(pluginFolder(packed, { name: '@acme/chat', version: '1.3.0', source: 'throw new Error("boom")' }), packed),
  );
  const { code, stderr } = await stand.cao('plugin', 'update', 'chat');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('boom') });
  expect(await stand.ok('plugin', 'info', 'chat')).toContain('@acme/chat 1.2.0');
  expect(await stand.ok('plugin', 'add', '@acme/chat@1.0.0')).toContain('(@acme/chat 1.0.0)');
});

it('doctor says what happened to each plugin, why, and what to do; a value of an option is in none of it', async () => {
  await using stand = await realStand();
  const at = stand.home.home;
  // Broken after they were installed: what is added is loaded once first.
  const late = (name: string, source: string): string => pluginFolder(at, { name, source });
  await stand.ok(
    'plugin',
    'add',
    late(
      'setup-throws',
      `export const plugin = { name: 'x', setup({ options }) { throw new Error('no host ' + options.host); } };`,
    ),
  );
  const schema = `{ '~standard': { version: 1, vendor: 'own', validate: (v) => v.every > 0
    ? { value: v } : { issues: [{ message: 'must be above zero, is ' + v.every, path: ['every'] }] } } }`;
  await stand.ok('plugin', 'add', late('options-wrong', `export const plugin = { name: 'x', options: ${schema} };`));
  await stand.ok(
    'plugin',
    'add',
    late(
      'hooks-throw',
      `export const plugin = { name: 'x', hooks: {
    server_started(e, { options }) { throw new Error('cannot post to ' + options.url); } } };`,
    ),
  );
  await stand.ok(
    'plugin',
    'add',
    late('exits-later', `export const plugin = { name: 'x', setup() { process.exit(3); } };`),
  );
  await stand.ok(
    'plugin',
    'add',
    late(
      'strays',
      `export const plugin = { name: 'x', setup() {
    setTimeout(() => { throw new Error('nobody catches this'); }, 10); } };`,
    ),
  );
  await stand.ok('config', 'set', 'plugins.options.setup-throws', '{"host":"secret.example"}');
  await stand.ok('config', 'set', 'plugins.options.options-wrong', '{"every":-4711}');
  const env = { ...stand.env, CAO_PLUGIN_HOOKS_THROW_URL: 'https://hooks.example/secret-token' };
  const cao = (...words: string[]) => runCao(words, { home: stand.home, env, timeoutMs: 60_000 });
  expect(await cao('server', 'start')).toMatchObject({ code: 0 });

  let said = '';
  await eventually(async () => {
    const { code, stdout } = await cao('plugin', 'doctor');
    said = stdout;
    expect(code).toBe(1);
    expect(said).toContain('Plugin setup-throws of setup-throws failed in setup: no host [option host]');
    expect(said).toContain('cao plugin disable setup-throws');
    expect(said).toContain('every (from the settings): must be above zero, is [option every]');
    expect(said).toContain('cao config set plugins.options.options-wrong');
    expect(said).toContain('1 hook(s) failed, the last with: cannot post to [option url]');
    expect(said).toContain('process.exit() was called by a plugin; the server goes on');
    expect(said).toContain('nobody catches this');
  });
  const log = await cao('server', 'logs', '--lines', '500');
  const whole = JSON.stringify(await cao('plugin', 'doctor', '--json'));
  const info = await cao('plugin', 'info', 'hooks-throw');
  expect(info.stdout).toContain('options    url (CAO_PLUGIN_HOOKS_THROW_URL)');
  for (const text of [said, log.stdout, whole, info.stdout]) expect(text).not.toMatch(/secret|4711/);
  expect(await cao('server', 'status')).toMatchObject({ code: 0 });
});

it('the SDK is the one of this CAO and is never fetched, also for CommonJS and for who depends on it', async () => {
  await using stand = await realStand();
  const at = stand.home.home;
  writeFileSync(path.join(at, '.npmrc'), 'registry=http://127.0.0.1:9\n');
  const note = `require('fs').appendFileSync(home + '/heard.txt', require.resolve('@cao/plugin-sdk') + '\\n')`;
  const source = `const { definePlugin } = require('@cao/plugin-sdk');
    exports.plugin = definePlugin({ name: 'x', hooks: { server_started: (e, { home }) => ${note} } });`;
  await stand.ok('plugin', 'add', pluginFolder(at, { name: 'old-style', source, more: { type: 'commonjs' } }));
  const depends = { type: 'commonjs', peerDependencies: {}, dependencies: { '@cao/plugin-sdk': '^0.1.0' } };
  await stand.ok('plugin', 'add', pluginFolder(at, { name: 'depends', source, more: depends }));
  await stand.ok('server', 'start');
  const sdk = path.join(stand.home.caoHome, 'plugins/sdk/plugin-sdk/index.js');
  await eventually(() => expect(heard(stand)).toBe(`${sdk}\n${sdk}\n`));
});
