import { expect, test } from 'vitest';
import { configFrom, createBridge, type Bridge, type ExchangeTimes } from '../src/index.ts';
import { FakeHost, startServer } from './server.ts';

function open(
  url: string,
  times: Partial<ExchangeTimes> = {},
  token = 'secret',
): { bridge: Bridge; written: unknown[] } {
  const written: unknown[] = [];
  const headers = { authorization: `Bearer ${token}` };
  const bridge = createBridge({
    url,
    headers,
    times: { pauseMs: 10, ...times },
    write: (message) => written.push(message),
  });
  return { bridge, written };
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
  const { bridge, written } = open(gone.url);
  bridge.receive(line({ id: 1, method: 'ping' }));
  await using server = await startServer(host, { port: gone.port });
  await expect.poll(() => written).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
  expect(server.requests).toEqual(['POST ping']);
});

test('a server that stays away is told as an error, in bounded time', async () => {
  const gone = await startServer(new FakeHost());
  await gone.kill();
  const { bridge, written } = open(gone.url, { refusedMs: 50 });
  bridge.receive(line({ id: 'a', method: 'tools/list' }));
  await expect
    .poll(() => written)
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
  const { bridge, written } = open(first.url);
  bridge.receive(call(5, 'x', { progressToken: 't' }));
  await expect.poll(() => written.length).toBe(1);
  await first.kill();
  await using second = await startServer(host, { port: first.port, times });
  await expect.poll(() => second.requests).toEqual(['GET c_0000000000000001']);
  host.calls[0]?.settle({ content: 'later', isError: false });
  await expect
    .poll(() => written)
    .toEqual([
      {
        jsonrpc: '2.0',
        method: 'notifications/progress',
        params: { progressToken: 't', progress: 1, message: 'started' },
      },
      { jsonrpc: '2.0', id: 5, result: { content: [{ type: 'text', text: 'later' }] } },
    ]);
  expect(first.requests).toEqual(['POST tools/call']);
  expect(host.calls).toHaveLength(1);
});

test('a call the server no longer knows ends with its words', async () => {
  const times = { retryMs: 20 };
  const first = await startServer(new FakeHost(), { times });
  const { bridge, written } = open(first.url);
  bridge.receive(call(1, 'x', { progressToken: 't' }));
  await expect.poll(() => written.length).toBe(1);
  await first.kill();
  await using _second = await startServer(new FakeHost(), { port: first.port, times });
  await expect
    .poll(() => written[1])
    .toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32_001, message: 'No call of this terminal has that event id' },
    });
});

test('calls run side by side and answers find their way', async () => {
  const host = new FakeHost();
  await using server = await startServer(host);
  const { bridge, written } = open(server.url);
  bridge.receive(call(1, 'one'));
  await expect.poll(() => host.calls.length).toBe(1);
  bridge.receive(call(2, 'two'));
  await expect.poll(() => host.calls.length).toBe(2);
  host.calls[1]?.settle({ content: 'second', isError: false });
  await expect.poll(() => written).toMatchObject([{ id: 2 }]);
  host.calls[0]?.settle({ content: 'first', isError: false });
  await expect.poll(() => written).toMatchObject([{ id: 2 }, { id: 1 }]);
});

test('a cancelled request gets no answer', async () => {
  const host = new FakeHost();
  await using server = await startServer(host);
  const { bridge, written } = open(server.url);
  bridge.receive(call(1, 'one'));
  await expect.poll(() => host.calls.length).toBe(1);
  bridge.receive(line({ method: 'notifications/cancelled', params: { requestId: 1 } }));
  await expect.poll(() => server.requests).toContain('POST notifications/cancelled');
  host.calls[0]?.settle({ content: 'unwanted', isError: false });
  bridge.receive(line({ id: 2, method: 'ping' }));
  await expect.poll(() => written).toMatchObject([{ id: 2 }]);
});

test('a refusal is told in the words of the server', async () => {
  await using server = await startServer(new FakeHost());
  const { bridge, written } = open(server.url, {}, 'wrong');
  bridge.receive(line({ id: 1, method: 'initialize', params: {} }));
  await expect
    .poll(() => written)
    .toEqual([{ jsonrpc: '2.0', id: 1, error: { code: -32_000, message: 'The token is not known. Ask for one.' } }]);
});

test('lines that are no messages are answered, empty ones are not', () => {
  const { bridge, written } = open('http://127.0.0.1:1/mcp');
  for (const text of ['', '  ', '{', '[]', '7']) bridge.receive(text);
  expect(written).toMatchObject([
    { error: { code: -32_700 } },
    { error: { code: -32_600 } },
    { error: { code: -32_700 } },
  ]);
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
