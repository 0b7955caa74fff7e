import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../src/config.ts';
import { withoutAgentIdentity } from '../src/server/start.ts';
import { fakeServer, session, terminal } from './support/fake-server.ts';
import { cao, place, type Place } from './support/run-cao.ts';

function serverFile(at: Place, content: unknown): void {
  mkdirSync(path.join(at.home, 'run'), { recursive: true });
  writeFileSync(path.join(at.home, 'run', 'server.json'), JSON.stringify(content));
}

function log(at: Place, name: string, text: string): string {
  const file = path.join(at.home, 'logs', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('the address of the server', () => {
  const find = (at: Place, env: Record<string, string> = {}) =>
    addressOf({ env: { CAO_HOME_DIR: at.home, ...env }, userHome: at.root });

  it('is the literal loopback address unless something else is said', async () => {
    using at = place();
    expect(await find(at)).toMatchObject({ url: 'http://127.0.0.1:9889', local: true });
    expect(await find(at, { CAO_API_HOST: '', CAO_API_PORT: '' })).toMatchObject({ url: 'http://127.0.0.1:9889' });
  });

  it.each([
    [{ CAO_API_PORT: '9900' }, 'http://127.0.0.1:9900', true],
    [{ CAO_API_HOST: 'localhost' }, 'http://localhost:9889', true],
    [{ CAO_API_HOST: '0.0.0.0' }, 'http://127.0.0.1:9889', true],
    [{ CAO_API_HOST: '::1' }, 'http://[::1]:9889', true],
    [{ CAO_API_HOST: 'build.example', CAO_API_PORT: '80' }, 'http://build.example:80', false],
    [{ CAO_API_PORT: 'nonsense' }, 'http://127.0.0.1:9889', true],
  ])('%j leads to %s', async (env, url, local) => {
    using at = place();
    expect(await find(at, env)).toMatchObject({ url, local });
  });

  it('is where the running server of this home says it is, unless the environment says otherwise', async () => {
    using at = place();
    serverFile(at, { pid: process.pid, host: '127.0.0.1', port: 4711 });
    expect((await find(at)).url).toBe('http://127.0.0.1:4711');
    expect((await find(at, { CAO_API_PORT: '9900' })).url).toBe('http://127.0.0.1:9900');
  });

  it('forgets a server that is gone, and a file that cannot be read', async () => {
    using at = place();
    serverFile(at, { pid: 2 ** 30, host: '127.0.0.1', port: 4711 });
    expect((await find(at)).url).toBe('http://127.0.0.1:9889');
    serverFile(at, { pid: 'x' });
    expect((await find(at)).url).toBe('http://127.0.0.1:9889');
  });
});

describe('the token', () => {
  it('is read from the file of the home, or given', async () => {
    using at = place();
    await using server = await fakeServer();
    server.route('GET /sessions/cao-x', session('cao-x', terminal()));
    mkdirSync(at.home, { recursive: true });
    writeFileSync(path.join(at.home, 'auth-token'), 'from-file\n');
    await cao(['session', 'status', 'x'], { home: at.home, port: server.port });
    expect(server.seen[0]?.token).toBe('from-file');
    const before = server.seen.length;
    await cao(['session', 'status', 'x'], { home: at.home, port: server.port, env: { CAO_TOKEN: 'given' } });
    expect(server.seen[before]?.token).toBe('given');
  });
});

describe('server status', () => {
  it('shows a server that runs', async () => {
    using at = place();
    await using server = await fakeServer();
    const file = log(at, 'cao_2.log', '');
    log(at, 'cao_1.log', '');
    const { code, out } = await cao(['server', 'status'], { home: at.home, port: server.port });
    expect(code).toBe(0);
    const steady = out
      .replace(/:\d+ \(pid \d+/, ':PORT (pid N')
      .replace(/Since: .*/, 'Since: (time)')
      .replaceAll(at.root, '');
    expect(steady).toMatchInlineSnapshot(`
      "Running:   http://127.0.0.1:PORT (pid N, version 0.1.0)
      Since: (time)
      Terminals: host
      Home:      /home
      Log:       /home/logs/cao_2.log
      "
    `);
    const json = JSON.parse((await cao(['server', 'status', '--json'], { home: at.home, port: server.port })).out);
    expect(json).toMatchObject({ running: true, home: at.home, log: file, server: { pid: process.pid } });
  });

  it('says that none runs, with exit code 1', async () => {
    using at = place();
    const { code, out } = await cao(['server', 'status'], { home: at.home });
    expect(code).toBe(1);
    expect(out).toContain('Not running on http://127.0.0.1:1\n');
    const json = JSON.parse((await cao(['server', 'status', '--json'], { home: at.home })).out);
    expect(json).toMatchObject({ running: false, server: null, log: null });
  });

  it('knows another program by what it answers', async () => {
    await using server = await fakeServer();
    server.route('GET /health', { service: 'something else' });
    const { code, out } = await cao(['server', 'status'], { port: server.port });
    expect(code).toBe(1);
    expect(out).toContain('another program answers');
    const launch = await cao(['launch', '--agents', 'x', '--headless'], { port: server.port });
    expect(launch.code).toBe(1);
    expect(launch.err).toContain('Free the port');
  });
});

describe('server stop', () => {
  it('has nothing to do where none runs', async () => {
    using at = place();
    expect(await cao(['server', 'stop'], { home: at.home })).toMatchObject({
      code: 0,
      out: 'cao-server is not running\n',
    });
  });

  it('ends no process that is not the server', async () => {
    using at = place();
    serverFile(at, { pid: process.pid, host: '127.0.0.1', port: 1 });
    const { code, err } = await cao(['server', 'stop'], { home: at.home });
    expect(code).toBe(1);
    expect(err).toContain(`Process ${process.pid} is not the cao-server of this home; nothing was stopped`);
  });
});

describe('server logs', () => {
  it('prints the end of the newest log', async () => {
    using at = place();
    log(at, 'cao_2026-01-01.log', 'old\n');
    log(at, 'cao_2026-01-02.log', 'one\ntwo\nthree\n');
    expect((await cao(['server', 'logs'], { home: at.home })).out).toBe('one\ntwo\nthree\n');
    expect((await cao(['server', 'logs', '-n', '2'], { home: at.home })).out).toBe('two\nthree\n');
  });

  it('fails where there is none', async () => {
    using at = place();
    expect(await cao(['server', 'logs'], { home: at.home })).toMatchObject({ code: 1, out: '' });
  });

  it('follows what is added, and the log of the next server', async () => {
    using at = place();
    const first = log(at, 'cao_1.log', 'start\n');
    let stop: () => void;
    const interrupt = new Promise<void>((resolve) => (stop = resolve));
    const steps: [seen: string, act: () => void][] = [
      ['start\n', () => appendFileSync(first, 'more\n')],
      ['start\nmore\n', () => log(at, 'cao_2.log', 'next server\n')],
      ['start\nmore\nnext server\n', () => stop()],
    ];
    const { code, out } = await cao(['server', 'logs', '--follow'], {
      home: at.home,
      interrupt,
      onOut(text) {
        if (text === steps[0]?.[0]) steps.shift()?.[1]();
      },
    });
    expect({ code, out }).toEqual({ code: 130, out: 'start\nmore\nnext server\n' });
  });
});

it('starts a server without the identity of the agent it was typed by', () => {
  expect(withoutAgentIdentity({ CAO_TERMINAL_ID: 'x', CAO_TOKEN: 'y', CAO_HOME_DIR: '/h', PATH: '/bin' })).toEqual({
    CAO_HOME_DIR: '/h',
    PATH: '/bin',
  });
});
