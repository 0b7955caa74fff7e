import { mkdirSync, readFileSync, statSync, writeFileSync, lstatSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cao, place, type Place, type RunOptions } from './support/run-cao.ts';

/** A home with these settings. */
function withSettings(settings: unknown): Place & { readonly file: string; read(): unknown } {
  const here = place();
  const file = path.join(here.home, 'settings.json');
  mkdirSync(here.home, { recursive: true });
  if (settings !== undefined) writeFileSync(file, typeof settings === 'string' ? settings : JSON.stringify(settings));
  return {
    ...here,
    file,
    read: () => JSON.parse(readFileSync(file, 'utf8')) as unknown,
    [Symbol.dispose]: () => here[Symbol.dispose](),
  };
}

async function config(words: readonly string[], options: RunOptions) {
  return cao(['config', ...words], { ...options, env: { CAO_API_PORT: '', ...options.env } });
}

describe('config get', () => {
  it.each([
    ['the default', {}, {}, '9889'],
    ['settings.json before the default', { server: { port: 9900 } }, {}, '9900'],
    ['the variable before settings.json', { server: { port: 9900 } }, { CAO_API_PORT: '9901' }, '9901'],
    ['a variable set to nothing as not set', { server: { port: 9900 } }, { CAO_API_PORT: '' }, '9900'],
  ])('takes %s', async (_what, settings, env, value) => {
    using home = withSettings(settings);
    expect(await config(['get', 'server.port'], { home: home.home, env })).toEqual({
      code: 0,
      out: `${value}\n`,
      err: '',
    });
  });

  it('tells of a value that cannot be, and passes it over', async () => {
    using home = withSettings({ server: { port: 9900 } });
    const { out, err } = await config(['get', 'server.port'], { home: home.home, env: { CAO_API_PORT: 'x' } });
    expect(out).toBe('9900\n');
    expect(err).toContain('CAO_API_PORT is ignored');
  });

  it('adds lists of the variable to those of the file', async () => {
    using home = withSettings({ network: { allowed_hosts: ['a'] } });
    const env = { CAO_ALLOWED_HOSTS: 'b, c' };
    const { out } = await config(['get', 'network.allowed_hosts', '--json'], { home: home.home, env });
    expect(JSON.parse(out)).toEqual({
      key: 'network.allowed_hosts',
      value: ['a', 'b', 'c'],
      source: 'settings.json + CAO_ALLOWED_HOSTS',
    });
  });

  it.each([
    ['server.prot', 'Did you mean server.port?'],
    ['port', 'Did you mean server.port?'],
    ['network', 'Did you mean network.allowed_hosts, network.cors_origins, network.ws_allowed_clients?'],
    ['auth.required', 'cao config list shows all.'],
    ['__proto__', 'cao config list shows all.'],
  ])('does not know %s', async (key, hint) => {
    using home = withSettings({});
    const { code, err } = await config(['get', key], { home: home.home });
    expect({ code, err }).toEqual({ code: 1, err: `Error: There is no setting '${key}'\n${hint}\n` });
  });

  it('shows no secrets unless asked', async () => {
    using home = withSettings({ plugins: { options: { '@x/y.z': { token: 'hush' } } } });
    const key = 'plugins.options.@x/y.z';
    const { code, out, err } = await config(['get', key], { home: home.home });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).not.toContain('hush');
    const shown = await config(['get', key, '--show-secrets'], { home: home.home });
    expect(shown.out).toBe('{"token":"hush"}\n');
    expect((await config(['list'], { home: home.home })).out).not.toContain('hush');
    expect((await config(['list', '--json'], { home: home.home })).out).not.toContain('hush');
  });

  it('does not take a broken file for an empty one', async () => {
    using home = withSettings('{ not json');
    const { code, err } = await config(['get', 'server.port'], { home: home.home });
    expect(code).toBe(1);
    expect(err).toContain('settings.json cannot be used');
  });
});

describe('config set', () => {
  it.each([
    ['server.port', '9900', { server: { port: 9900 } }],
    ['server.host', '0.0.0.0', { server: { host: '0.0.0.0' } }],
    ['agents.prefer_local_profiles', 'yes', { agents: { prefer_local_profiles: true } }],
    ['agents.inherit_env', 'A, B_*', { agents: { inherit_env: ['A', 'B_*'] } }],
    ['extra_agent_dirs', '["/a,b"]', { extra_agent_dirs: ['/a,b'] }],
    ['logging.level', 'WARNING', { logging: { level: 'warn' } }],
    ['roles.tester', '["fs_read"]', { roles: { tester: ['fs_read'] } }],
    ['plugins.options.@x/y.z', '{"token":"t"}', { plugins: { options: { '@x/y.z': { token: 't' } } } }],
  ])('%s %s', async (key, value, written) => {
    using home = withSettings(undefined);
    const { code, out } = await config(['set', key, value], { home: home.home });
    expect({ code, out }).toEqual({ code: 0, out: `✓ Set ${key} in ${home.file}\n` });
    expect(home.read()).toEqual(written);
    expect(statSync(home.file).mode & 0o077).toBe(0);
  });

  it('leaves everything else as it is, and takes it out again', async () => {
    const others = { server: { host: 'h' }, theirs: { deep: [1, { x: null }] } };
    using home = withSettings(others);
    await config(['set', 'server.port', '1'], { home: home.home });
    expect(home.read()).toEqual({ ...others, server: { host: 'h', port: 1 } });
    expect((await config(['unset', 'server.port'], { home: home.home })).code).toBe(0);
    expect(home.read()).toEqual(others);
  });

  it.each([
    ['server.port', '70000', 'above 65535'],
    ['server.port', 'abc', 'not a number'],
    ['memory.enabled', 'maybe', 'neither true nor false'],
    ['server.host', '', 'empty'],
    ['extra_agent_dirs', '["a", 3]', 'not text'],
    ['logging.level', 'loud', 'none of debug, info'],
    ['plugins.options.x', '[1]', 'no JSON object'],
  ])('refuses %s %s', async (key, value, why) => {
    using home = withSettings({ server: { host: 'h' } });
    const { code, err } = await config(['set', key, value], { home: home.home });
    expect(code).toBe(1);
    expect(err).toContain(why);
    expect(home.read()).toEqual({ server: { host: 'h' } });
  });

  it('keeps a link to a file that is elsewhere', async () => {
    using home = withSettings({ theirs: 1 });
    const elsewhere = `${home.home}/dotfiles.json`;
    renameSync(home.file, elsewhere);
    symlinkSync(elsewhere, home.file);
    expect((await config(['set', 'server.port', '1'], { home: home.home })).code).toBe(0);
    expect(lstatSync(home.file).isSymbolicLink()).toBe(true);
    expect(home.read()).toEqual({ theirs: 1, server: { port: 1 } });
  });

  it('says when a variable goes before it', async () => {
    using home = withSettings({});
    const { err } = await config(['set', 'server.port', '9'], { home: home.home, env: { CAO_API_PORT: '7' } });
    expect(err).toBe('Note: CAO_API_PORT is set and goes before it.\n');
  });
});

it('config list shows every setting with its source', async () => {
  using home = withSettings({ server: { port: 9900 }, roles: { tester: ['fs_read'] } });
  const { out } = await config(['list'], { home: home.home, env: { CAO_LOG_LEVEL: 'debug' } });
  expect(out).toMatchInlineSnapshot(`
    "KEY                                  VALUE                            SOURCE
    ------------------------------------------------------------------------------------------
    server.host                          127.0.0.1                        default
    server.port                          9900                             settings.json
    network.allowed_hosts                []                               default
    network.cors_origins                 []                               default
    network.ws_allowed_clients           []                               default
    agents.inherit_env                   []                               default
    agents.working_directory_parameter   false                            default
    agents.prefer_local_profiles         false                            default
    agent_dirs.kiro_cli                  -                                default
    agent_dirs.q_cli                     -                                default
    agent_dirs.claude_code               -                                default
    agent_dirs.codex                     -                                default
    agent_dirs.cao_installed             -                                default
    extra_agent_dirs                     []                               default
    roles.tester                         ["fs_read"]                      settings.json
    profiles.allowed_hosts               []                               default
    memory.enabled                       true                             default
    memory.project_id                    -                                default
    logging.level                        debug                            CAO_LOG_LEVEL
    plugins.enabled                      true                             default
    plugins.packages                     []                               default
    plugins.disabled                     []                               default
    plugins.only                         []                               default
    plugins.discover_siblings            false                            default
    "
  `);
});

it('config path', async () => {
  using home = withSettings(undefined);
  expect((await config(['path'], { home: home.home })).out).toBe(`${home.file}\n`);
});

it('commands go where settings.json says when nothing else says where', async () => {
  using home = withSettings({ server: { port: 4 } });
  const { out } = await cao(['server', 'status', '--json'], { home: home.home, env: { CAO_API_PORT: '' } });
  expect(JSON.parse(out)).toMatchObject({ url: 'http://127.0.0.1:4' });
});
