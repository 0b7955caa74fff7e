import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { exchange } from '../src/exchange.ts';
import { createPatientFetch, PATIENCE_TIMES, type PatienceTimes } from '../src/patient-fetch.ts';

type Reply = (response: ServerResponse) => void;

interface Scripted extends AsyncDisposable {
  readonly url: string;
  readonly requests: string[];
}

/** A server that answers its first request in the first way, and so on; the last way is for all others. */
async function scripted(...replies: Reply[]): Promise<Scripted> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const reply = replies[Math.min(requests.length, replies.length - 1)];
    requests.push(`${request.method} ${request.headers['last-event-id']?.toString() ?? ''}`.trim());
    request.resume().on('end', () => reply?.(response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const STREAM = { 'content-type': 'text/event-stream' };
const ANSWER = `event: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n`;
const answer: Reply = (response) => void response.writeHead(200, STREAM).end(ANSWER);
const name = (id: string): string => `id: ${id}\nretry: 10\ndata: \n\n`;

function ask(url: string, times: Partial<PatienceTimes> = {}): Promise<unknown> {
  const request = { jsonrpc: '2.0' as const, id: 1, method: 'tools/call', params: { name: 'x' } };
  const endpoint = { url, headers: {}, times: { ...PATIENCE_TIMES, pauseMs: 10, ...times } };
  const { signal } = new AbortController();
  return exchange(request, endpoint, { version: undefined, signal, onNotification: () => undefined });
}

test.each<[string, Reply]>([
  ['is stopping', (response) => void response.writeHead(503).end('{}')],
  ['breaks without an answer', (response) => void response.destroy()],
  ['ends the stream before its first event', (response) => void response.writeHead(200, STREAM).end()],
  [
    'breaks the stream before its first event',
    (response) => {
      response.writeHead(200, STREAM).flushHeaders();
      response.destroy();
    },
  ],
  [
    'breaks in the middle of an answer without a stream',
    (response) => void response.writeHead(200, { 'content-length': 9 }).write('{', () => response.destroy()),
  ],
])('a request to a server that %s is sent again', async (_what, first) => {
  await using server = await scripted(first, answer);
  expect(await ask(server.url)).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  expect(server.requests).toEqual(['POST', 'POST']);
});

test.each<[string, Reply]>([
  ['ends', (response) => void response.writeHead(200, STREAM).end(name('c_1'))],
  ['breaks', (response) => void response.writeHead(200, STREAM).write(name('c_1'), () => response.destroy())],
])('a call whose stream %s is asked for as often as it takes', async (_what, named) => {
  const away: Reply = (response) => void response.destroy();
  await using server = await scripted(named, away, away, away, named, answer);
  expect(await ask(server.url)).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  expect(server.requests).toEqual(['POST', ...Array.from({ length: 5 }, () => 'GET c_1')]);
});

test('a server that stays away for too long is told', async () => {
  const named: Reply = (response) => void response.writeHead(200, STREAM).end(name('c_1'));
  await using server = await scripted(named, (response) => void response.destroy());
  expect(await ask(server.url, { resumeMs: 50 })).toEqual({
    jsonrpc: '2.0',
    id: 1,
    error: { code: -32_000, message: 'Failed to connect to cao-server: socket hang up' },
  });
});

test('what is no MCP endpoint is told by its status', async () => {
  await using server = await scripted((response) => void response.writeHead(200).end('<html>'));
  await expect(ask(server.url)).resolves.toMatchObject({ error: { code: -32_000 } });
  await using other = await scripted((response) => void response.writeHead(418).end('<html>'));
  await expect(ask(other.url)).resolves.toMatchObject({ error: { message: 'The server answered 418' } });
});

test('a closed transport is sent away for good', async () => {
  const response = await createPatientFetch(PATIENCE_TIMES)('http://127.0.0.1:1/mcp', {
    method: 'GET',
    signal: AbortSignal.abort(),
  });
  expect(response.status).toBe(405);
});
