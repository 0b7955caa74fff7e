import { PassThrough } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { expect, test } from 'vitest';
import { configFrom, startBridge, type PatienceTimes } from '../src/index.ts';
import { FakeHost, startServer } from './server.ts';

interface Client extends AsyncDisposable {
  readonly written: unknown[];
  send(line: string): void;
  sendBytes(bytes: Uint8Array): void;
}

/** The client's side of a bridge: what it sends, and what it got. */
async function open(url: string, times: Partial<PatienceTimes> = {}, token = 'secret'): Promise<Client> {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const written: unknown[] = [];
  let rest = '';
  stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    written.push(...lines.map((each) => JSON.parse(each) as unknown));
  });
  const bridge = await startBridge({
    where: () => Promise.resolve({ url, headers: { authorization: `Bearer ${token}` } }),
    times: { pauseMs: 10, ...times },
    stdio: new StdioServerTransport(stdin, stdout),
  });
  return {
    written,
    send: (text) => void stdin.write(`${text}\n`),
    sendBytes: (bytes) => void stdin.write(bytes),
    [Symbol.asyncDispose]: () => bridge.close(),
  };
}

const line = (message: object): string => JSON.stringify({ jsonrpc: '2.0', ...message });
const call = (id: string | number, message: string, meta?: object): string =>
  line({
    id,
    method: 'tools/call',
    params: { name: 'assign', arguments: { agent_profile: 'd', message }, ...(meta && { _meta: meta }) },
  });

test('a call that was refused is sent when the server is there', async () => {
  const host = new FakeHost();
  const gone = await startServer(host);
  await gone.kill();
  await using client = await open(gone.url);
  client.send(line({ id: 1, method: 'ping' }));
  await using server = await startServer(host, { port: gone.port });
  await expect.poll(() => client.written).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
  expect(server.requests).toEqual(['POST ping']);
});

test('a server that stays away is told as an error, in bounded time', async () => {
  const gone = await startServer(new FakeHost());
  await gone.kill();
  await using client = await open(gone.url, { refusedMs: 50 });
  client.send(line({ id: 'a', method: 'tools/list' }));
  await expect
    .poll(() => client.written)
    .toEqual([
      {
        jsonrpc: '2.0',
        id: 'a',
        error: {
          code: -32_000,
          message: expect.stringMatching(/^Failed to connect to cao-server: .*ECONNREFUSED/) as string,
        },
      },
    ]);
});

test('a call whose stream broke is asked for by its name and never sent again', async () => {
  const host = new FakeHost();
  const times = { retryMs: 20 };
  const first = await startServer(host, { times });
  await using client = await open(first.url);
  client.send(call(5, 'x', { progressToken: 't' }));
  await expect.poll(() => client.written.length).toBe(1);
  await first.kill();
  await using second = await startServer(host, { port: first.port, times });
  await expect.poll(() => second.requests).toEqual(['GET c_0000000000000001']);
  host.calls[0]?.settle({ content: 'later', isError: false });
  const answer = { jsonrpc: '2.0', id: 5, result: { content: [{ type: 'text', text: 'later' }] } };
  await expect.poll(() => client.written.at(-1)).toEqual(answer);
  const progress = client.written.slice(0, -1);
  expect(progress).toMatchObject([
    { params: { progressToken: 't', progress: 1, message: 'started' } },
    { params: { progressToken: 't', message: 'Still running' } },
    { params: { progressToken: 't', message: 'started' } },
  ]);
  expect(first.requests).toEqual(['POST tools/call']);
  expect(host.calls).toHaveLength(1);
});

test('a call the server no longer knows ends with its words', async () => {
  const times = { retryMs: 20 };
  const first = await startServer(new FakeHost(), { times });
  await using client = await open(first.url);
  client.send(call(1, 'x', { progressToken: 't' }));
  await expect.poll(() => client.written.length).toBe(1);
  await first.kill();
  await using _second = await startServer(new FakeHost(), { port: first.port, times });
  await expect
    .poll(() => client.written[1])
    .toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32_001, message: 'No call of this terminal has that event id' },
    });
});

test('calls run side by side and answers find their way', async () => {
  const host = new FakeHost();
  await using server = await startServer(host);
  await using client = await open(server.url);
  client.send(call(1, 'one'));
  await expect.poll(() => host.calls.length).toBe(1);
  client.send(call(2, 'two'));
  await expect.poll(() => host.calls.length).toBe(2);
  host.calls[1]?.settle({ content: 'second', isError: false });
  await expect.poll(() => client.written).toMatchObject([{ id: 2 }]);
  host.calls[0]?.settle({ content: 'first', isError: false });
  await expect.poll(() => client.written).toMatchObject([{ id: 2 }, { id: 1 }]);
});

test('a cancelled request gets no answer', async () => {
  const host = new FakeHost();
  await using server = await startServer(host);
  await using client = await open(server.url);
  client.send(call(1, 'one'));
  await expect.poll(() => host.calls.length).toBe(1);
  client.send(line({ method: 'notifications/cancelled', params: { requestId: 1 } }));
  await expect.poll(() => server.requests).toContain('POST notifications/cancelled');
  host.calls[0]?.settle({ content: 'unwanted', isError: false });
  client.send(line({ id: 2, method: 'ping' }));
  await expect.poll(() => client.written).toMatchObject([{ id: 2 }]);
});

test('a refusal is told in the words of the server', async () => {
  await using server = await startServer(new FakeHost());
  await using client = await open(server.url, {}, 'wrong');
  client.send(line({ id: 1, method: 'initialize', params: {} }));
  await expect
    .poll(() => client.written)
    .toEqual([{ jsonrpc: '2.0', id: 1, error: { code: -32_000, message: 'The token is not known. Ask for one.' } }]);
});

test('lines that are no messages are answered', async () => {
  await using client = await open('http://127.0.0.1:1/mcp');
  for (const text of ['{', '[]', '7']) client.send(text);
  await expect
    .poll(() => client.written)
    .toMatchObject([{ error: { code: -32_700 } }, { error: { code: -32_600 } }, { error: { code: -32_600 } }]);
});

test('messages arrive whole, whatever the borders of chunks', async () => {
  const host = new FakeHost();
  await using server = await startServer(host);
  await using client = await open(server.url);
  for (const byte of new TextEncoder().encode(`${call(1, 'a\u2028b€')}\r\n`)) client.sendBytes(Uint8Array.of(byte));
  await expect.poll(() => host.calls.map(({ args }) => args['message'])).toEqual(['a\u2028b€']);
  host.calls[0]?.settle({ content: '\u2028€', isError: false });
  await expect.poll(() => client.written).toMatchObject([{ result: { content: [{ text: '\u2028€' }] } }]);
});

test('an address that is none is told to whoever asks', async () => {
  await using client = await open('nonsense');
  client.send(line({ id: 1, method: 'ping' }));
  await expect.poll(() => client.written).toMatchObject([{ id: 1, error: { message: 'Invalid URL' } }]);
});

test('address and identity come from the environment', () => {
  expect(configFrom({})).toEqual({ url: 'http://127.0.0.1:9889/mcp', headers: {} });
  expect(configFrom({ CAO_API_HOST: '::1', CAO_API_PORT: '1', CAO_TOKEN: '', CAO_TERMINAL_ID: 'aaaaaaaa' })).toEqual({
    url: 'http://[::1]:1/mcp',
    headers: { 'x-cao-terminal-id': 'aaaaaaaa' },
  });
  expect(configFrom({ CAO_MCP_URL: 'http://x/mcp', CAO_TOKEN: 't', CAO_TERMINAL_ID: '../x' })).toEqual({
    url: 'http://x/mcp',
    headers: { authorization: 'Bearer t' },
  });
});
