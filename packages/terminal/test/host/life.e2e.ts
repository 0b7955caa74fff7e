import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { encodeJson, FRAME, encodeFrame } from '../../src/protocol/frames.ts';
import { PROTOCOL_VERSION } from '../../src/protocol/messages.ts';
import { isRunning, PATIENCE } from '../../src/testing/stage.ts';
import { hostsOf, withHome } from './home.ts';

const CLIENT = fileURLToPath(new URL('../fixtures/client.mjs', import.meta.url));
const run = promisify(execFile);

test('a client that is killed loses nothing: the next one finds programs, screens, logs and receipts', () =>
  withHome(async (home) => {
    const client = spawn(process.execPath, [CLIENT, home.directory, 'work'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(client.stdout, 'data')) as [Buffer];
    const before = JSON.parse(line.toString());
    client.kill('SIGKILL');
    await once(client, 'exit');

    const backend = await home.connect();
    expect(backend.instance).toBe(before.instance);
    expect(await backend.list()).toEqual([before.facts]);
    expect(await backend.snapshot('feed0001')).toEqual(before.snapshot);
    expect(before.snapshot).toMatchObject({ title: 'worker', lines: expect.arrayContaining(['ready', 'got hello']) });
    const steps = [
      { type: 'text', text: 'again' },
      { type: 'key', key: 'Enter' },
    ] as const;
    expect(await backend.input('feed0001', { key: 'first', steps })).toEqual({ ...before.receipt, typed: false });
    await backend.input('feed0001', { key: 'second', steps });
    await expect.poll(async () => (await backend.snapshot('feed0001')).lines, PATIENCE).toContain('got again');
    const log = readFileSync(join(home.logDir, 'worker.log'));
    const { data, end } = await backend.readLog('feed0001', { offset: before.facts.logBytes, length: 1_000 });
    expect(end).toBe(log.length);
    expect(Buffer.from(data).equals(log.subarray(before.facts.logBytes))).toBe(true);
  }));

test(
  'twenty programs that want a host at once get the same one',
  () =>
    withHome(async (home) => {
      for (let round = 0; round < 3; round++) {
        const answers = await Promise.all(
          Array.from({ length: 20 }, () => run(process.execPath, [CLIENT, home.directory, 'instance'])),
        );
        expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1);
        await expect.poll(() => hostsOf(home), PATIENCE).toHaveLength(1);
        const [host] = await hostsOf(home);
        // Odd rounds leave a socket behind that nobody serves.
        if (round % 2 === 1) process.kill(Number(host), 'SIGKILL');
        else await (await home.connect()).shutdown();
        await expect.poll(() => hostsOf(home), PATIENCE).toEqual([]);
        expect(existsSync(join(home.runDir, 'host.sock'))).toBe(round % 2 === 1);
      }
    }),
  120_000,
);

test('a socket left behind by a killed host is replaced, and its clients are told why', () =>
  withHome(async (home) => {
    const first = await home.connect();
    const lost: Error[] = [];
    first.onLost((error) => lost.push(error));
    const [host] = await hostsOf(home);
    const pending = first.input('00000000', { key: 'k', steps: [] });
    await expect(pending).rejects.toMatchObject({ code: 'terminal_gone' });
    process.kill(Number(host), 'SIGKILL');
    await expect.poll(() => lost, PATIENCE).toHaveLength(1);
    expect(lost[0]).toMatchObject({ code: 'host_unavailable', message: 'The connection to the terminal host broke.' });
    await expect(first.list()).rejects.toMatchObject({ code: 'host_unavailable' });
    const second = await home.connect();
    expect(second.instance).not.toBe(first.instance);
    expect(await second.list()).toEqual([]);
  }));

test('when the host is killed its programs are hung up, whatever was started after them', () =>
  withHome(async (home) => {
    const backend = await home.connect();
    const [host] = await hostsOf(home);
    const pids: number[] = [];
    for (const id of ['00000001', '00000002', '00000003']) {
      const logPath = join(home.logDir, id);
      const size = { cols: 80, rows: 24 };
      const env = { PATH: '/usr/bin:/bin' };
      const facts = await backend.spawn({ id, argv: ['cat'], cwd: '/', env, size, logPath, labels: {} });
      pids.push(facts.pid);
    }
    process.kill(Number(host), 'SIGKILL');
    await expect.poll(() => pids.filter(isRunning), PATIENCE).toEqual([]);
  }));

test('a host of another protocol is reported with its process and left alone', () =>
  withHome(async (home) => {
    await (await home.connect()).shutdown();
    const sockets: unknown[] = [];
    const foreign = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.write(encodeJson({ type: 'hello', protocol: 999, instance: 'future', pid: 4242, more: 'than we know' }));
    });
    foreign.listen(join(home.runDir, 'host.sock'));
    await once(foreign, 'listening');
    const refusal = await home.connect().catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'host_incompatible',
      message: `The running terminal host (process 4242) speaks protocol 999, this version needs ${PROTOCOL_VERSION}. Its agents keep running.`,
    });
    expect(sockets).toHaveLength(1);
    expect(await hostsOf(home)).toEqual([]);
    foreign.close();
  }));

test('without permission to start one, a missing host is an error', () =>
  withHome(async (home) => {
    await expect(home.connect({ start: false })).rejects.toMatchObject({ code: 'host_unavailable' });
    expect(await hostsOf(home)).toEqual([]);
  }));

test('a host that cannot start says where to look', () =>
  withHome(async (home) => {
    const refusal = home.connect({ program: join(home.directory, 'missing.js') });
    await expect(refusal).rejects.toMatchObject({
      code: 'host_unavailable',
      message: 'The terminal host did not start: it ended before it listened.',
      hint: `See ${join(home.logDir, 'host.log')}.`,
    });
    expect(readFileSync(join(home.logDir, 'host.log'), 'utf8')).toContain('missing.js');
  }));

test('the socket and its directory are private', () =>
  withHome(async (home) => {
    await home.connect();
    expect(statSync(home.runDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(home.runDir, 'host.sock')).mode & 0o777).toBe(0o600);
  }));

test('a home with a long path has its socket elsewhere, for every client the same', () =>
  withHome(async (home) => {
    const runDir = join(home.directory, 'long'.repeat(40));
    const tmpDir = home.directory;
    const one = await home.connect({ runDir, tmpDir });
    const two = await home.connect({ runDir, tmpDir });
    expect(two.instance).toBe(one.instance);
    await one.shutdown();
  }));

test('an unused host ends, one with a program or a client stays', () =>
  withHome(async (home) => {
    const idleMs = 200;
    const backend = await home.connect({ idleMs });
    const size = { cols: 80, rows: 24 };
    const env = { PATH: '/usr/bin:/bin' };
    const logPath = join(home.logDir, 'cat.log');
    await backend.spawn({ id: '00000001', argv: ['cat'], cwd: '/', env, size, logPath, labels: {} });
    await backend.close();
    const other = await home.connect({ start: false });
    expect(await other.list()).toHaveLength(1);
    await other.remove('00000001');
    expect(await other.list()).toEqual([]);
    const lost: Error[] = [];
    other.onLost((error) => lost.push(error));
    await other.close();
    await expect.poll(() => hostsOf(home), PATIENCE).toEqual([]);
    expect(lost).toEqual([]);
  }));

test('shutting down ends every program and tells the other clients', () =>
  withHome(async (home) => {
    const one = await home.connect();
    const two = await home.connect();
    const lost: Error[] = [];
    two.onLost((error) => lost.push(error));
    const size = { cols: 80, rows: 24 };
    const env = { PATH: '/usr/bin:/bin' };
    const logPath = join(home.logDir, 'cat.log');
    const { pid } = await one.spawn({ id: '00000001', argv: ['cat'], cwd: '/', env, size, logPath, labels: {} });
    await one.shutdown();
    expect(isRunning(pid)).toBe(false);
    await expect.poll(() => lost, PATIENCE).toHaveLength(1);
    expect(lost[0]?.message).toBe('The terminal host has ended: it was asked to shut down.');
    await expect.poll(() => hostsOf(home), PATIENCE).toEqual([]);
  }));

test('who connects while a host ends gets the next one', () =>
  withHome(async (home) => {
    const first = await home.connect();
    const stubborn = `process.on('SIGHUP', () => {}); setInterval(() => {}, 1e6); process.stdout.write('up')`;
    const size = { cols: 80, rows: 24 };
    const env = { PATH: '/usr/bin:/bin' };
    const argv = [process.execPath, '-e', stubborn] as const;
    await first.spawn({ id: '00000001', argv, cwd: '/', env, size, logPath: join(home.logDir, 'a.log'), labels: {} });
    await expect.poll(async () => (await first.snapshot('00000001')).lines[0], PATIENCE).toBe('up');
    const ending = first.shutdown();
    const second = await home.connect();
    await ending;
    expect(second.instance).not.toBe(first.instance);
    expect(await second.list()).toEqual([]);
  }));

test('a client that goes away leaves the control seat and its viewers', () =>
  withHome(async (home) => {
    const one = await home.connect();
    const two = await home.connect();
    const size = { cols: 80, rows: 24 };
    const env = { PATH: '/usr/bin:/bin' };
    const logPath = join(home.logDir, 'cat.log');
    await one.spawn({ id: '00000001', argv: ['cat'], cwd: '/', env, size, logPath, labels: {} });
    const viewer = { onData: () => {}, onSize: () => {}, onEnd: () => {}, control: { cols: 33, rows: 11 } };
    await two.attach('00000001', viewer);
    const facts = async (): Promise<unknown> => one.get('00000001');
    await expect.poll(facts, PATIENCE).toMatchObject({ size: { cols: 33, rows: 11 }, viewers: 1 });
    await two.close();
    await expect.poll(facts, PATIENCE).toMatchObject({ size, viewers: 0 });
  }));

test('a client that sends nonsense is let go, and nobody else notices', () =>
  withHome(async (home) => {
    const good = await home.connect();
    const hello = encodeJson({ type: 'hello', protocol: PROTOCOL_VERSION });
    const oversized = Buffer.from([0xff, 0xff, 0xff, 0xff, FRAME.json]);
    const nonsense = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      encodeJson({ type: 'hello', protocol: 999 }),
      Buffer.concat([hello, oversized]),
      Buffer.concat([hello, encodeFrame(FRAME.json, Buffer.from('{"op":'))]),
      Buffer.concat([hello, encodeJson({ op: 'format disk', n: 1 })]),
      Buffer.concat([hello, encodeJson({ op: 'get', n: 1, id: { $ne: null } })]),
      Buffer.concat([hello, encodeFrame(FRAME.viewerInput, Buffer.from([1]))]),
      Buffer.concat([hello, encodeFrame(FRAME.reply, Buffer.alloc(4))]),
    ];
    for (const bytes of nonsense) {
      const socket = connect(join(home.runDir, 'host.sock'));
      socket.on('error', () => {});
      socket.resume();
      socket.write(bytes);
      await once(socket, 'close');
      expect(await good.list()).toEqual([]);
    }
  }));

test('a request too long for the wire is refused before it is sent', () =>
  withHome(async (home) => {
    const backend = await home.connect();
    const steps = [{ type: 'text', text: 'x'.repeat(9_000_000) }] as const;
    const refusal = backend.input('00000001', { key: 'long', steps });
    await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await backend.list()).toEqual([]);
  }));
