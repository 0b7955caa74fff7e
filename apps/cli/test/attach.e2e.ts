import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createLocalBackend, type InputStep, type KeyName, type LocalBackend } from '@cao/terminal';
import { cleanEnv, eventually } from '@cao/testkit';
import { WebSocketServer, type WebSocket } from 'ws';
import { fakeServer, session, terminal, type FakeServer } from './support/fake-server.ts';
import { place } from './support/run-cao.ts';

const CAO = fileURLToPath(new URL('../bin/cao.js', import.meta.url));
const PTY = 'cafe0001';

/** What one connection of the command saw and said. */
interface Connection {
  readonly socket: WebSocket;
  readonly url: URL;
  readonly protocols: string;
  readonly frames: unknown[];
  /** Everything typed so far. */
  typed(): string;
  draw(text: string): void;
}

interface Stand extends AsyncDisposable {
  readonly backend: LocalBackend;
  readonly server: FakeServer;
  readonly folder: string;
  readonly connections: readonly Connection[];
  /** Shell command lines run one after another in the terminal. */
  start(...commands: string[]): Promise<void>;
  type(...steps: InputStep[]): Promise<void>;
  screen(): Promise<string>;
  seesText(text: string): Promise<void>;
  connection(index: number): Promise<Connection>;
}

/** `cao` in a real terminal, and a server whose WebSocket side the test plays. */
async function stand(): Promise<Stand> {
  const at = place();
  const server = await fakeServer();
  server.route('GET /terminals/aaaa0001', terminal());
  server.route('GET /sessions/cao-x', session('cao-x', terminal()));
  const connections: Connection[] = [];
  const sockets = new WebSocketServer({ server: server.http });
  sockets.on('connection', (socket, request) => {
    const frames: unknown[] = [];
    socket.on('message', (data) => frames.push(JSON.parse((data as Buffer).toString('utf8'))));
    connections.push({
      socket,
      frames,
      url: new URL(request.url ?? '', 'http://fake'),
      protocols: request.headers['sec-websocket-protocol'] ?? '',
      typed: () => (frames as { type: string; data?: string }[]).map(({ data = '' }) => data).join(''),
      draw(text) {
        socket.send(JSON.stringify({ type: 'reset' }));
        socket.send(Buffer.from(text), { binary: true });
      },
    });
  });
  const backend = createLocalBackend();
  const screen = async (): Promise<string> => (await backend.snapshot(PTY)).lines.join('\n');
  return {
    backend,
    server,
    folder: at.root,
    connections,
    screen,
    async start(...commands) {
      await backend.spawn({
        id: PTY,
        argv: ['/bin/sh', '-c', commands.join('; ')],
        cwd: at.root,
        env: cleanEnv({ CAO_HOME_DIR: at.home, CAO_API_PORT: String(server.port), CAO_TOKEN: 'secret', HOME: at.root }),
        size: { cols: 100, rows: 30 },
        logPath: path.join(at.root, 'log'),
        labels: {},
      });
    },
    type: async (...steps) => void (await backend.input(PTY, { key: String(Math.random()), steps })),
    seesText: (text) => eventually(async () => expect(await screen()).toContain(text)),
    connection: (index) => eventually(() => connections[index] ?? Promise.reject(new Error('not connected yet'))),
    async [Symbol.asyncDispose]() {
      await backend.shutdown();
      for (const { socket } of connections) socket.terminate();
      sockets.close();
      await server[Symbol.asyncDispose]();
      at[Symbol.dispose]();
    },
  };
}

const attach = (...words: string[]): string => `${process.execPath} ${CAO} attach ${words.join(' ')}`;
/** Tells whether the terminal takes lines and echoes again, which a raw one does not. */
const TELL = 'echo "code $?"; stty -a | grep -o -E -e "-?(icanon|echo) " | tr -d "\\n"; echo end';
const key = (name: KeyName): InputStep => ({ type: 'key', key: name });
const text = (value: string): InputStep => ({ type: 'text', text: value });

it('draws what the agent draws, types what the user types, follows the size, and gives the terminal back', async () => {
  await using at = await stand();
  await at.start('echo before', attach('aaaa0001'), TELL);
  const connection = await at.connection(0);
  expect(connection.url.pathname + connection.url.search).toBe('/terminals/aaaa0001/ws?control=1&cols=100&rows=30');
  expect(connection.protocols).toBe('cao.terminal.v1,cao.token.secret');

  connection.draw('\u001b[?1049h\u001b[?25l\u001b[?1000h\u001b[2J\u001b[HAGENT SCREEN 한글');
  await at.seesText('AGENT SCREEN 한글');
  expect(await at.screen()).not.toContain('before');

  await at.type(text('hello "$X" é'), key('Enter'), key('C-c'), key('Up'));
  await eventually(() => expect(connection.typed()).toBe('hello "$X" é\r\u0003\u001b[A'));
  await at.backend.resize(PTY, { cols: 90, rows: 25 });
  await eventually(() => expect(connection.frames).toContainEqual({ type: 'resize', cols: 90, rows: 25 }));

  await at.type(key('C-\\'), text('d'));
  await at.seesText('end');
  const screen = await at.screen();
  expect(screen).toContain('Left terminal aaaa0001; the agent goes on. Come back with: cao attach aaaa0001');
  expect(screen).toContain('code 0\nicanon echo end');
  expect((await at.backend.snapshot(PTY)).alternate).toBe(false);
  expect((await at.backend.snapshot(PTY)).cursor.visible).toBe(true);
  expect(await at.backend.render(PTY)).toContain('before');
});

it('comes back by itself after the server was away, and draws the screen anew', async () => {
  await using at = await stand();
  await at.start(attach('cao-x'), TELL);
  const first = await at.connection(0);
  first.draw('FIRST');
  await at.seesText('FIRST');
  first.socket.close(1001, 'the server stops');
  const second = await at.connection(1);
  second.draw('SECOND');
  await at.seesText('SECOND');
  expect(await at.screen()).not.toContain('FIRST');
  await at.type(text('x'));
  await eventually(() => expect(second.typed()).toBe('x'));
});

it('tells that the connection is lost, and lets the user go while it is', async () => {
  await using at = await stand();
  await at.start(attach('aaaa0001'), TELL);
  const connection = await at.connection(0);
  connection.draw('FIRST');
  await at.seesText('FIRST');
  at.server.http.removeAllListeners('upgrade');
  at.server.http.on('upgrade', (_request, socket) => socket.destroy());
  connection.socket.terminate();
  await at.seesText('connection lost, connecting again; Ctrl-\\ then d leaves');
  await at.type(key('C-\\'), text('d'));
  await at.seesText('code 0\nicanon echo end');
});

it('ends when the agent does', async () => {
  await using at = await stand();
  await at.start(attach('aaaa0001'), TELL);
  const connection = await at.connection(0);
  connection.draw('BYE');
  connection.socket.send(JSON.stringify({ type: 'exit', exit_code: 7 }));
  await at.seesText('end');
  expect(await at.screen()).toContain('The agent of terminal aaaa0001 ended (exit code 7).');
});

it('sends nothing with --read-only, and leaves the size alone', async () => {
  await using at = await stand();
  await at.start(attach('aaaa0001', '--read-only'), TELL);
  const connection = await at.connection(0);
  expect(connection.url.search).toBe('');
  connection.draw('LOOK');
  await at.seesText('LOOK');
  await at.type(text('rm -rf'), key('Enter'));
  await at.backend.resize(PTY, { cols: 80, rows: 24 });
  await at.type(key('C-\\'), text('d'));
  await at.seesText('code 0');
  expect(connection.frames.filter((frame) => (frame as { type: string }).type === 'input')).toEqual([]);
});

it.each([
  ['TERM', 143],
  ['HUP', 129],
])('gives the terminal back when it is ended by SIG%s', async (signal, code) => {
  await using at = await stand();
  // The command is its own shell's child, so that its number is known and the outer shell goes on.
  await at.start(`sh -c 'echo $$ > pid; exec ${attach('aaaa0001')}'`, TELL);
  const connection = await at.connection(0);
  connection.draw('\u001b[?1049h\u001b[?25lWORK');
  await at.seesText('WORK');
  process.kill(Number(readFileSync(path.join(at.folder, 'pid'), 'utf8')), `SIG${signal}` as NodeJS.Signals);
  await at.seesText(`code ${code}\nicanon echo end`);
  expect((await at.backend.snapshot(PTY)).cursor.visible).toBe(true);
});

it('is refused in words', async () => {
  await using at = await stand();
  await at.start(attach('aaaa0001'), TELL);
  const { socket } = await at.connection(0);
  socket.close(4403, 'An agent may not look at this terminal');
  await once(socket, 'close');
  await at.seesText('code 1\nicanon echo end');
  expect(await at.screen()).toContain(
    'Error: Cannot attach to terminal aaaa0001: An agent may not look at this terminal',
  );
});
