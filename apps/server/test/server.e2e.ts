import { spawn } from 'node:child_process';
import { readFile, stat, writeFile, mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, type CaoClient } from '@cao/client';
import type { Terminal } from '@cao/contracts';
import { eventually, isAlive, processesWithEnv, run, startServer, tempHome, type TempHome } from '@cao/testkit';
import { expect, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../bin/cao-server.js', import.meta.url));

const LIMIT_MS = 20_000;

const tokenOf = async (home: TempHome): Promise<string> =>
  (await readFile(join(home.caoHome, 'auth-token'), 'utf8')).trim();

async function clientOf(home: TempHome, url: string): Promise<CaoClient> {
  return createClient({ baseUrl: url, token: await tokenOf(home) });
}

/** A terminal of mock_cli at its prompt. */
async function launch(client: CaoClient, home: TempHome, session_name: string): Promise<Terminal> {
  const agent = { agent_profile: 'developer', provider: 'mock_cli', working_directory: home.cwd, yolo: true };
  const { id } = await client.sessions.create({ ...agent, session_name });
  return client.terminals.waitReady(id, { timeoutMs: LIMIT_MS });
}

const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
const serverFile = async (home: TempHome): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(home.caoHome, 'run', 'server.json'), 'utf8')) as Record<string, unknown>;

test('it answers, says where it is, and keeps what it has private', async () => {
  await using home = await tempHome();
  await using server = await startServer({ home });
  const client = await clientOf(home, server.url);
  expect(await client.health()).toMatchObject({ status: 'ok', pid: server.pid, terminal_backend: 'host' });
  expect(await client.sessions.list()).toEqual([]);
  expect((await client.profiles.list()).map(({ name }) => name)).toContain('developer');
  expect((await client.providers.list()).map(({ name }) => name)).toContain('mock_cli');
  expect(await serverFile(home)).toMatchObject({
    pid: server.pid,
    port: server.port,
    host: '127.0.0.1',
    url: server.url,
  });
  const file = (name: string): string => join(home.caoHome, name);
  expect(await Promise.all(['', 'run', 'db', 'logs'].map((name) => mode(file(name))))).toEqual([
    0o700, 0o700, 0o700, 0o700,
  ]);
  expect(await Promise.all(['auth-token', 'agent-key', 'db/cao.sqlite'].map((name) => mode(file(name))))).toEqual([
    0o600, 0o600, 0o600,
  ]);
});

test('a second server on the same home says who is first', async () => {
  await using home = await tempHome();
  await using server = await startServer({ home });
  for (const port of ['0', String(server.port)]) {
    const second = await run(process.execPath, [PROGRAM, '--port', port], {
      env: home.env,
      cwd: home.cwd,
      timeoutMs: LIMIT_MS,
    });
    expect([second.code, second.stderr]).toEqual([
      1,
      `Error: A cao-server is running on this home already (pid ${server.pid}, ${server.url}).\n` +
        'Use it, stop it with `cao server stop`, or choose another home with CAO_HOME_DIR.\n',
    ]);
  }
  expect(await createClient({ baseUrl: server.url }).health()).toMatchObject({ pid: server.pid });
});

test('a port that somebody else has is told as such', async () => {
  await using home = await tempHome();
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const result = await run(process.execPath, [PROGRAM, '--port', String(port)], {
    env: home.env,
    cwd: home.cwd,
    timeoutMs: LIMIT_MS,
  });
  other.close();
  expect([result.code, result.stderr]).toEqual([
    1,
    `Error: Port ${port} on 127.0.0.1 is taken by another program.\nChoose another one with --port or CAO_API_PORT.\n`,
  ]);
});

test('a wrong flag is a usage error', async () => {
  await using home = await tempHome();
  const result = await run(process.execPath, [PROGRAM, '--prot', '1'], {
    env: home.env,
    cwd: home.cwd,
    timeoutMs: LIMIT_MS,
  });
  expect(result.code).toBe(2);
  expect(result.stderr).toContain('Usage: cao-server');
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it within two seconds, whatever is open', async (signal) => {
  await using home = await tempHome();
  const server = await startServer({ home });
  const client = await clientOf(home, server.url);
  const terminal = await launch(client, home, 'open');
  const { turn_id } = await client.terminals.input(terminal.id, { message: 'HANG' });
  const headers = { authorization: `Bearer ${await tokenOf(home)}` };
  const stream = await fetch(`${server.url}/events`, { headers });
  const waiting = fetch(`${server.url}/turns/${turn_id}?wait=60`, { headers });
  await eventually(async () => (await client.turns.get(turn_id)).state === 'working');
  const started = performance.now();
  process.kill(server.pid, signal);
  expect(await stream.text()).toContain('retry: 1000');
  expect(await (await waiting).json()).toMatchObject({ id: turn_id, state: 'working' });
  expect(await server.stop()).toBe(0);
  expect(performance.now() - started).toBeLessThan(2000);
  await expect(serverFile(home)).rejects.toThrow('ENOENT');
  expect(home.processes().some(({ command }) => command.includes('mock-cli'))).toBe(true);
});

test('killed without a warning, the next one takes over at once', async () => {
  await using home = await tempHome();
  await using server = await startServer({ home });
  const client = await clientOf(home, server.url);
  const terminal = await launch(client, home, 'kept');
  const token = await readFile(join(home.caoHome, 'auth-token'), 'utf8');
  await server.kill9();
  await server.restart();
  expect(await readFile(join(home.caoHome, 'auth-token'), 'utf8')).toBe(token);
  expect(await client.terminals.waitReady(terminal.id, { timeoutMs: LIMIT_MS })).toMatchObject({
    id: terminal.id,
    ready: true,
  });
});

test('a lost terminal host is replaced; its agents are told as gone, new ones can be started', async () => {
  await using home = await tempHome();
  await using server = await startServer({ home });
  const client = await clientOf(home, server.url);
  const terminal = await launch(client, home, 'lost');
  const host = processesWithEnv('CAO_HOME_DIR', home.caoHome).find(({ command }) => command.includes('host/main'));
  process.kill(host?.pid ?? 0, 'SIGKILL');
  await eventually(() => !isAlive(host?.pid ?? 0));
  await eventually(async () => (await client.terminals.get(terminal.id)).status === 'error');
  expect(await client.terminals.get(terminal.id)).toMatchObject({
    ready: false,
    status_reason: expect.stringContaining('host') as string,
  });
  expect(await launch(client, home, 'next')).toMatchObject({ ready: true });
  expect((await client.health()).pid).toBe(server.pid);
});

test('CAO_AUTH=off needs no token, and what settings get wrong is in the log', async () => {
  await using home = await tempHome();
  await mkdir(home.caoHome, { recursive: true });
  await writeFile(join(home.caoHome, 'settings.json'), '{"server":{"port":"x"}}');
  await using server = await startServer({ home, env: { CAO_AUTH: 'off', CAO_MCP_RETRY_MS: '-5' } });
  expect(await createClient({ baseUrl: server.url }).providers.list()).not.toEqual([]);
  const { log } = JSON.parse(server.output().split('\n')[0] ?? '') as { log: string };
  await expect.poll(() => readFile(log, 'utf8')).toMatch(/WARN {2}section server of .*settings\.json is ignored/);
  expect(await readFile(log, 'utf8')).toContain('WARN  CAO_MCP_RETRY_MS is ignored: "-5"');
});

test('on a terminal it prints one line, and a token asked for over HTTP never shows in the log', async () => {
  await using home = await tempHome();
  const child = spawn(process.execPath, [PROGRAM, '--port', '0'], {
    env: home.env,
    cwd: home.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  await eventually(() => output.includes('\n'));
  expect(output).toMatch(/^cao-server \S+ listens on http:\/\/127\.0\.0\.1:\d+ \(pid \d+\); log: \S+\n$/);
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(output.split('\n')).toHaveLength(2);
});
