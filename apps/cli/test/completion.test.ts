import { expect, it } from 'vitest';
import { fakeServer, session, terminal, worker } from './support/fake-server.ts';
import { cao, place } from './support/run-cao.ts';

/** What is offered for the last word, without the explanations. */
async function offered(words: readonly string[], options: { port?: number; shell?: string; home?: string } = {}) {
  const { shell = 'zsh', ...rest } = options;
  const { code, out, err } = await cao(['__complete', shell, '--', ...words], rest);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0]);
}

it.each([
  [['se'], ['session', 'server']],
  [
    ['session', ''],
    ['list', 'status', 'send', 'answer', 'resume'],
  ],
  [['session', 'st'], ['status']],
  [['nonsense', ''], []],
  [['-'], ['--help', '--version']],
  [['session', '-'], ['--help']],
  [['session', 'list', ''], []],
  [
    ['session', 'list', '--'],
    ['--json', '--help'],
  ],
  [['session', 'list', '--json', '--'], ['--help']],
  [
    ['launch', '--he'],
    ['--headless', '--help'],
  ],
  [['launch', '--env', 'A=b', '--en'], ['--env']],
  [['launch', '--agents', 'code'], ['code_supervisor']],
  [['launch', '--agents=dev'], ['--agents=developer']],
  [['launch', '--provider', 'claude'], ['claude_code']],
  [['launch', '--working-directory', ''], [':directories']],
  [['launch', '--agents', 'developer', ''], []],
  [
    ['install', 'review'],
    ['reviewer', ':files'],
  ],
  [
    ['config', 'get', 'server.'],
    ['server.host', 'server.port'],
  ],
  [
    ['profile', 'create', 'x', '--role', ''],
    ['supervisor', 'reviewer', 'developer'],
  ],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['session', 'send', 'x', '--', '--'], []],
])('%j', async (words, expected) => {
  using here = place();
  expect(await offered(words, { home: here.home })).toEqual(expected);
});

it('names of the running server', async () => {
  await using server = await fakeServer();
  const [x, y] = [session('cao-x', terminal(), worker()), session('cao-y', terminal({ id: 'dddd0004' }))];
  server.route('GET /sessions', [x.session, y.session]);
  server.route('GET /sessions/cao-x', x);
  server.route('GET /sessions/cao-y', y);
  const { port } = server;
  expect(await offered(['session', 'status', ''], { port })).toEqual(['cao-x', 'cao-y']);
  expect(await offered(['shutdown', '--session', 'cao-y'], { port })).toEqual(['cao-y']);
  expect(await offered(['session', 'send', 'cao-x', '--terminal', ''], { port })).toEqual(['aaaa0001', 'bbbb0002']);
  expect(await offered(['terminal', 'explain', ''], { port })).toEqual(['aaaa0001', 'bbbb0002', 'dddd0004']);
});

it('offers nothing, and says nothing, when the server is away', async () => {
  expect(await offered(['session', 'status', ''])).toEqual([]);
});

it('bash takes an equals sign for the end of a word', async () => {
  using here = place();
  const options = { shell: 'bash', home: here.home };
  expect(await offered(['launch', '--agents', '='], options)).toContain('developer');
  expect(await offered(['launch', '--agents', '=', 'dev'], options)).toEqual(['developer']);
  expect(await offered(['launch', '--agents', '=', 'dev', '--he'], options)).toEqual(['--headless', '--help']);
});

it('no script for another shell', async () => {
  const { code, err } = await cao(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(err).toContain("'tcsh' is none of bash, zsh, fish.");
});
