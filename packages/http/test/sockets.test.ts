import { createClient, type SocketHandlers, type TerminalSocket } from '@cao/client';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { CONDUCTOR, OWNER_TOKEN, STRANGER, tokenOf, WORKER, type FakeViewer } from './support/fake-engine.ts';
import { rawHttp } from './support/raw.ts';
import { startTestServer, type TestServer } from './support/start.ts';

interface View {
  readonly socket: TerminalSocket;
  readonly log: string[];
}

/** A view through the client; everything that happens to it is a line. */
function view(
  server: TestServer,
  id = WORKER,
  token: string | undefined = OWNER_TOKEN,
  control?: { cols: number; rows: number },
): View {
  const log: string[] = [];
  const handlers: SocketHandlers = {
    onOpen: () => log.push('open'),
    onData: (data, reset) => log.push(`${reset ? 'screen' : 'data'} ${new TextDecoder().decode(data)}`),
    onNotice: (notice) => log.push(JSON.stringify(notice)),
    onClose: (code, reason) => log.push(`closed ${code} ${reason}`),
  };
  const client = createClient({ baseUrl: server.url, token, WebSocket: WebSocket });
  return { log, socket: client.terminalSocket(id, handlers, control === undefined ? {} : { control }) };
}

async function attached(server: TestServer): Promise<FakeViewer> {
  await expect.poll(() => server.engine.viewers.length).toBe(1);
  return server.engine.viewers[0] as FakeViewer;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Sends frames as they are and tells how the connection ended. */
function rawSocket(
  server: TestServer,
  frames: readonly (string | Buffer)[],
  path = `/terminals/${WORKER}/ws`,
  headers: Record<string, string> = { authorization: `Bearer ${OWNER_TOKEN}` },
): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on('open', () => {
      for (const frame of frames) socket.send(frame);
    });
    socket.on('error', (error) => resolve(`error ${error.message}`));
    socket.on('close', (code, reason) => resolve(`${code} ${reason.toString()}`));
  });
}

test('bytes go out as they are, frames come in, and a close detaches', async () => {
  await using server = await startTestServer();
  const { socket, log } = view(server);
  await expect.poll(() => log).toEqual(['open']);
  const viewer = await attached(server);
  viewer.options.onSize({ cols: 220, rows: 50 }, false);
  viewer.options.onData(bytes('whole €'), true);
  viewer.options.onData(bytes('more'), false);
  viewer.options.onData(bytes('again'), true);
  await expect
    .poll(() => log.slice(1))
    .toEqual([
      '{"type":"size","rows":50,"cols":220,"control":false}',
      '{"type":"reset"}',
      'screen whole €',
      'data more',
      '{"type":"reset"}',
      'screen again',
    ]);
  socket.write('ls €\r');
  socket.resize({ cols: 100, rows: 30 });
  socket.control(true);
  socket.control(false);
  await expect
    .poll(() => viewer.log.filter((line) => !line.startsWith('ack')))
    .toEqual(['write ls €\r', 'resize 100x30', 'control true {"cols":100,"rows":30}', 'control false undefined']);
  expect(viewer.log.filter((line) => line.startsWith('ack'))).toEqual(['ack 9', 'ack 4', 'ack 5']);
  socket.close();
  await expect.poll(() => viewer.log.at(-1)).toBe('detach');
});

test('a large paste arrives whole and in order', async () => {
  await using server = await startTestServer();
  const { socket, log } = view(server);
  await expect.poll(() => log).toEqual(['open']);
  const viewer = await attached(server);
  const paste = 'a€😀'.repeat(100_000);
  socket.write(paste);
  await expect
    .poll(() => viewer.log.map((line) => line.slice('write '.length)).join('').length, { timeout: 5000 })
    .toBe(paste.length);
  expect(viewer.log.map((line) => line.slice('write '.length)).join('')).toBe(paste);
});

test('the control seat can be asked for from the start', async () => {
  await using server = await startTestServer();
  view(server, WORKER, OWNER_TOKEN, { cols: 90, rows: 33 });
  await attached(server);
  expect(server.engine.calls).toEqual([`terminals.attach("${WORKER}", {"cols":90,"rows":33})`]);
});

test('the end of the program is told with its exit code', async () => {
  await using server = await startTestServer();
  const { log } = view(server);
  const viewer = await attached(server);
  viewer.options.onEnd({ code: 3, signal: undefined, at: 0 });
  await expect.poll(() => log).toEqual(['open', '{"type":"exit","exit_code":3}', 'closed 1000 The program has ended']);
});

test('a stop tells the viewers', async () => {
  await using server = await startTestServer();
  const { log } = view(server);
  await attached(server);
  await server.app.stop();
  await expect.poll(() => log).toEqual(['open', 'closed 1001 The server is stopping']);
});

test.each<[string, string, string | undefined, string]>([
  ['no token', WORKER, undefined, 'closed 4401 A token is needed.'],
  ['a wrong token', WORKER, 'wrong', 'closed 4401 The token is not known.'],
  [
    'an agent at a stranger',
    STRANGER,
    tokenOf(CONDUCTOR),
    `closed 4403 Terminal ${STRANGER} is not one of your workers.`,
  ],
  ['an unknown terminal', 'deadbeef', OWNER_TOKEN, 'closed 4004 Terminal not found'],
  ['an id that is no id', 'nonsense', OWNER_TOKEN, 'closed 4004 Terminal not found'],
])('%s is told why', async (_name, id, token, closed) => {
  await using server = await startTestServer();
  const log: string[] = [];
  const options = { baseUrl: server.url, token, WebSocket: WebSocket };
  createClient(options).terminalSocket(id, {
    onData: () => undefined,
    onClose: (code, reason) => log.push(`closed ${code} ${reason}`),
  });
  await expect.poll(() => log).toEqual([closed]);
  expect(server.engine.viewers).toEqual([]);
});

test('an agent views its worker; a token in the URL counts', async () => {
  await using server = await startTestServer();
  const path = `/terminals/${WORKER}/ws?token=${tokenOf(CONDUCTOR)}`;
  void rawSocket(server, [], path, {});
  await attached(server);
  expect(server.engine.calls).toEqual([`terminals.attach("${WORKER}", )`]);
});

test.each<[string, string | Buffer, string]>([
  ['no JSON', '{', '4400 A frame must be JSON'],
  ['a list', '[]', '4400 Bad frame'],
  ['a number', '7', '4400 A frame must be a JSON object'],
  ['bytes', Buffer.from('x'), '4400 Frames must be text'],
  ['input without data', '{"type":"input"}', '4400 Bad frame: data'],
  ['a size of nothing', '{"type":"resize","rows":0,"cols":80}', '4400 Bad frame: rows'],
  ['a size beyond reason', '{"type":"resize","rows":24,"cols":5000}', '4400 Bad frame: cols'],
  ['a frame beyond the limit', JSON.stringify({ type: 'input', data: 'x'.repeat(3_000_000) }), '1009 '],
])('%s ends the connection with a reason', async (_name, frame, end) => {
  await using server = await startTestServer();
  expect((await rawSocket(server, [frame])).startsWith(end)).toBe(true);
  await expect.poll(() => server.engine.viewers[0]?.log).toEqual(['detach']);
});

test('what is typed before the terminal is attached is kept, and unknown kinds are passed over', async () => {
  await using server = await startTestServer();
  void rawSocket(server, ['{"type":"input","data":"early"}', '{"type":"new"}', '{"type":"resize"}']);
  const viewer = await attached(server);
  await expect.poll(() => viewer.log).toEqual(['write early', 'resize 80x24']);
});

test.each([
  ['a foreign origin', { origin: 'https://evil.com' }, /^HTTP\/1\.1 403 .*"code":"forbidden"/s],
  ['a sandboxed page', { origin: 'null' }, /^HTTP\/1\.1 403 /],
  ['an origin that cannot be read', { origin: 'http://[' }, /^HTTP\/1\.1 403 /],
  ['a foreign host', { host: 'evil.com' }, /^HTTP\/1\.1 400 .*Invalid host header$/s],
])('%s gets no socket', async (_name, headers: Record<string, string>, answer) => {
  const origins = { allowedHosts: [], corsOrigins: ['*'] };
  await using server = await startTestServer({ origins });
  const lines = Object.entries({
    host: '127.0.0.1',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    authorization: `Bearer ${OWNER_TOKEN}`,
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  expect(await rawHttp(server.port, [`GET /terminals/${WORKER}/ws HTTP/1.1`, ...lines])).toMatch(answer);
  expect(server.engine.calls).toEqual([]);
});

test('other paths cannot be upgraded', async () => {
  await using server = await startTestServer();
  expect(await rawSocket(server, [], '/sessions')).toContain('404');
});
