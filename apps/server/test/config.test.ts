import { expect, test } from 'vitest';
import { resolveSetting, settingOf } from '@cao/contracts';
import { resolveConfig, type Config, type ConfigSources } from '../src/config.ts';
import { parseFlags } from '../src/flags.ts';
import { parseSettings } from '../src/settings.ts';

const resolve = (sources: Partial<ConfigSources>): ReturnType<typeof resolveConfig> =>
  resolveConfig({ flags: {}, env: {}, settings: {}, ...sources });

test('defaults', () => {
  expect(resolve({})).toMatchInlineSnapshot(`
    {
      "agentsDir": undefined,
      "allowedHosts": [],
      "authRequired": true,
      "corsOrigins": [],
      "host": "127.0.0.1",
      "inheritEnv": [],
      "logLevel": "info",
      "mcpRetryMs": undefined,
      "memory": {
        "enabled": true,
        "projectId": undefined,
      },
      "plugins": {
        "disabled": [],
        "enabled": true,
        "only": [],
        "options": {},
        "packages": [],
      },
      "port": 9889,
      "profileHosts": [],
      "viewers": [],
      "warnings": [],
      "workingDirectoryParameter": false,
    }
  `);
});

test('a flag beats the environment, which beats the settings', () => {
  const settings = { server: { host: 'settings', port: 1 } };
  const env = { CAO_API_HOST: 'env', CAO_API_PORT: '2' };
  const address = ({ host, port }: { host: string; port: number }): unknown => [host, port];
  expect(address(resolve({ settings }))).toEqual(['settings', 1]);
  expect(address(resolve({ settings, env }))).toEqual(['env', 2]);
  expect(address(resolve({ settings, env, flags: { host: 'flag', port: 0 } }))).toEqual(['flag', 0]);
});

test.each([
  ['0', 'settings'],
  ['-1', 'settings'],
  ['1.5', 'settings'],
  ['abc', 'settings'],
  ['65536', 'settings'],
])('a port of %s is passed over with a warning', (CAO_API_PORT) => {
  const config = resolve({ env: { CAO_API_PORT }, settings: { server: { port: 4000 } } });
  expect(config.port).toBe(4000);
  expect(config.warnings).toEqual([`CAO_API_PORT is ignored: "${CAO_API_PORT}" is not a whole number from 1 to 65535`]);
});

test('lists add to each other, an empty variable is one that is not set', () => {
  const config = resolve({
    env: { CAO_ALLOWED_HOSTS: ' a.example , ,b.example', CAO_CORS_ORIGINS: '', CAO_API_HOST: '' },
    settings: { network: { allowed_hosts: ['c.example'] } },
  });
  expect([config.allowedHosts, config.corsOrigins, config.host]).toEqual([
    ['c.example', 'a.example', 'b.example'],
    [],
    '127.0.0.1',
  ]);
});

test('switches', () => {
  expect(resolve({ env: { CAO_AUTH: 'OFF', CAO_PLUGINS: 'off', CAO_ENABLE_WORKING_DIRECTORY: 'True' } })).toMatchObject(
    {
      authRequired: false,
      plugins: { enabled: false },
      workingDirectoryParameter: true,
    },
  );
  // What is neither yes nor no leaves the safe side.
  expect(resolve({ env: { CAO_AUTH: 'maybe', CAO_ENABLE_WORKING_DIRECTORY: 'maybe' } })).toMatchObject({
    authRequired: true,
    workingDirectoryParameter: false,
  });
});

test('an unknown log level is told', () => {
  const config = resolve({ env: { CAO_LOG_LEVEL: 'loud' }, settings: { logging: { level: 'WARNING' } } });
  expect(config.logLevel).toBe('warn');
  expect(config.warnings).toEqual(['CAO_LOG_LEVEL is ignored: "loud" is none of debug, info, warn, error']);
});

test('a broken section of the settings takes nothing else with it', () => {
  const value = { server: { port: 'x' }, network: { allowed_hosts: ['h'] }, roles: { mine: [] } };
  expect(parseSettings(value, 'settings.json')).toEqual({
    settings: { network: { allowed_hosts: ['h'] } },
    warnings: ['section server of settings.json is ignored: port: Invalid input: expected number, received string'],
  });
});

const kept = (config: Config): Record<string, unknown> => ({
  'server.host': config.host,
  'server.port': config.port,
  'network.allowed_hosts': config.allowedHosts,
  'network.cors_origins': config.corsOrigins,
  'network.ws_allowed_clients': config.viewers,
  'agents.inherit_env': config.inheritEnv,
  'agents.working_directory_parameter': config.workingDirectoryParameter,
  'profiles.allowed_hosts': config.profileHosts,
  'logging.level': config.logLevel,
  'plugins.enabled': config.plugins.enabled,
  'plugins.packages': config.plugins.packages,
  'plugins.disabled': config.plugins.disabled,
});

const FILE = {
  server: { host: 'file', port: 4000 },
  network: { allowed_hosts: ['file'], cors_origins: ['file'], ws_allowed_clients: ['file'] },
  agents: { inherit_env: ['FILE'], working_directory_parameter: true },
  profiles: { allowed_hosts: ['file'] },
  logging: { level: 'error' },
  plugins: { enabled: false, packages: ['file'], disabled: ['file'] },
};
const VARIABLES = {
  CAO_API_HOST: 'env',
  CAO_API_PORT: '5000',
  CAO_ALLOWED_HOSTS: 'env',
  CAO_CORS_ORIGINS: 'env',
  CAO_WS_ALLOWED_CLIENTS: 'env',
  CAO_INHERIT_ENV: 'ENV',
  CAO_ENABLE_WORKING_DIRECTORY: 'false',
  CAO_PROFILE_ALLOWED_HOSTS: 'env',
  CAO_LOG_LEVEL: 'debug',
  CAO_PLUGINS: 'on',
};

test.each([
  ['nothing', {}, {}],
  ['a file', FILE, {}],
  ['variables', {}, VARIABLES],
  ['both', FILE, VARIABLES],
])('with %s the server holds what the table of settings says', (_what, file, env) => {
  const { settings } = parseSettings(file, 'settings.json');
  for (const [key, value] of Object.entries(kept(resolve({ settings, env })))) {
    const setting = settingOf(key);
    if (setting === undefined) throw new Error(`${key} is not in the table`);
    expect([key, value]).toEqual([key, resolveSetting(setting, key, { env, file }).value]);
  }
});

test('flags', () => {
  expect(
    parseFlags(['--host', '0.0.0.0', '--port', '0', '--agents-dir', '/a', '--ready-json', '--foreground']),
  ).toEqual({
    host: '0.0.0.0',
    port: 0,
    agentsDir: '/a',
    readyJson: true,
    help: false,
    version: false,
  });
  for (const argv of [['--port', 'x'], ['--port', '65536'], ['--port', ''], ['--port=-1'], ['--nope'], ['stray']]) {
    expect(() => parseFlags(argv)).toThrow(expect.objectContaining({ code: 'invalid_input' }) as Error);
  }
});

test('the memory is on unless it is switched off; its project id comes from the environment or the settings', () => {
  const settings = parseSettings(
    { memory: { enabled: false, project_id: 'app', flush_threshold: 'odd' } },
    'x',
  ).settings;
  expect(resolve({ settings }).memory).toEqual({ enabled: false, projectId: 'app' });
  const env = { CAO_MEMORY_ENABLED: 'true', CAO_PROJECT_ID: 'mine' };
  expect(resolve({ settings, env }).memory).toEqual({ enabled: true, projectId: 'mine' });
  expect(resolve({ env: { CAO_MEMORY_ENABLED: 'off' } }).memory.enabled).toBe(false);
  expect(resolve({ settings: parseSettings({ memory: 'off' }, 'x').settings }).memory.enabled).toBe(true);
});
