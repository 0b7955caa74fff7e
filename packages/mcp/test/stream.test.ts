import { CaoError } from '@cao/contracts';
import { expect, test } from 'vitest';
import { agentKit, createMcpEndpoint, type Channel } from '../src/index.ts';
import { FakeHost } from './fake-host.ts';
import { AGENT, callOf, headersOf, messagesIn, post, Reader } from './raw.ts';
import { startServer } from './serve.ts';

const HANDOFF = { agent_profile: 'developer', message: 'build it' };
const resumeHeaders = (id: string, terminalId = AGENT): Record<string, string> => ({
  ...headersOf(terminalId),
  'last-event-id': id,
});

test('a tool call is a stream that names the durable call first and ends with the answer', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const response = await post(server.url, callOf('handoff', HANDOFF, 'rpc-7'));
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('mcp-session-id')).toBeNull();
  const reader = new Reader(response);
  expect(await reader.until((text) => text.includes('\n\n'))).toBe(`id: ${host.only.id}\nretry: 30000\ndata: \n\n`);
  expect(host.only).toMatchObject({
    terminalId: AGENT,
    tool: 'handoff',
    args: { ...HANDOFF, timeout: 600 },
    delivered: false,
  });

  host.only.settle({ content: { success: true, output: 'done' }, isError: false });
  expect(await reader.toEnd()).toBe(true);
  expect(messagesIn(reader.text)).toEqual([
    {
      jsonrpc: '2.0',
      id: 'rpc-7',
      result: { content: [{ type: 'text', text: '{"success":true,"output":"done"}' }] },
    },
  ]);
  await expect.poll(() => host.only.delivered).toBe(true);
});

test('comments keep the connection warm', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host, times: { commentMs: 10 } });
  const reader = new Reader(await post(server.url, callOf('handoff', HANDOFF)));
  const text = await reader.until((sofar) => sofar.split(': still working\n\n').length > 2);
  expect(text).toContain('\n\n: still working\n\n');
});

test('progress is told to who gave a token, at once on change', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const reader = new Reader(await post(server.url, callOf('handoff', HANDOFF, 1, { progressToken: 'p' })));
  await reader.until((text) => text.includes(host.only.id));
  host.progress('Worker 12345678 is starting');
  await reader.until((text) => text.includes('"progress":1'));
  host.progress('Worker 12345678 is working');
  await reader.until((text) => text.includes('"progress":2'));
  expect(messagesIn(reader.text)).toEqual([
    {
      jsonrpc: '2.0',
      method: 'notifications/progress',
      params: { progressToken: 'p', progress: 1, message: 'Worker 12345678 is starting' },
    },
    {
      jsonrpc: '2.0',
      method: 'notifications/progress',
      params: { progressToken: 'p', progress: 2, message: 'Worker 12345678 is working' },
    },
  ]);
  host.only.settle({ content: 'x', isError: false });
  await reader.toEnd();
  expect(host.only.listeners.size).toBe(0);
});

test('a broken stream is resumed from a restarted server, with the request id of the call', async () => {
  const host = new FakeHost();
  await using first = await startServer({ host });
  const broken = new Reader(await post(first.url, callOf('handoff', HANDOFF, 41)));
  await broken.until((text) => text.includes(host.only.id));
  await first.kill();
  expect(await broken.toEnd()).toBe(false);
  expect(host.only.delivered).toBe(false);

  await using second = await startServer({ host, port: first.port });
  const response = await fetch(second.url, { headers: resumeHeaders(host.only.id) });
  expect(response.status).toBe(200);
  const reader = new Reader(response);
  await reader.until((text) => text.startsWith(`id: ${host.only.id}\nretry: 30000\ndata: \n\n`));
  host.only.settle({ content: { success: true }, isError: false });
  expect(await reader.toEnd()).toBe(true);
  expect(messagesIn(reader.text)).toMatchObject([{ id: 41, result: { content: [{ text: '{"success":true}' }] } }]);
  await expect.poll(() => host.only.delivered).toBe(true);
});

test('progress goes on at once when a stream is resumed, under the token of the call', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const going = new AbortController();
  const response = await fetch(server.url, {
    method: 'POST',
    headers: headersOf(),
    body: JSON.stringify(callOf('handoff', HANDOFF, 1, { progressToken: 'p7' })),
    signal: going.signal,
  });
  await new Reader(response).until((text) => text.includes('retry'));
  going.abort();
  await expect.poll(() => host.only.disconnects).toBe(1);
  const reader = new Reader(await fetch(server.url, { headers: resumeHeaders(host.only.id) }));
  await reader.until((text) => text.includes('"progressToken":"p7"'));
  host.progress('half way');
  await reader.until((text) => text.includes('half way'));
  host.only.settle({ content: 'done', isError: false });
  await reader.toEnd();
  expect(messagesIn(reader.text).at(-1)).toMatchObject({ id: 1 });
  expect(host.only.listeners.size).toBe(0);
});

test('a call that ended while nobody was connected is answered on resume', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const going = new AbortController();
  const response = await fetch(server.url, {
    method: 'POST',
    headers: headersOf(),
    body: JSON.stringify(callOf('handoff', HANDOFF)),
    signal: going.signal,
  });
  await new Reader(response).until((text) => text.includes('retry'));
  going.abort();
  await expect.poll(() => host.only.disconnects).toBe(1);
  host.only.settle({ content: 'late', isError: false });
  await (await post(server.url, { jsonrpc: '2.0', id: 2, method: 'ping' })).text();
  expect(host.only.delivered).toBe(false);
  const reader = new Reader(await fetch(server.url, { headers: resumeHeaders(host.only.id) }));
  await reader.toEnd();
  expect(messagesIn(reader.text)).toMatchObject([{ id: 1, result: { content: [{ text: 'late' }] } }]);
  expect(host.entries).toHaveLength(1);
});

test('a repeated call joins the running one and each connection gets its own request id', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const first = new Reader(await post(server.url, callOf('handoff', HANDOFF, 1)));
  const second = new Reader(await post(server.url, callOf('handoff', HANDOFF, 2)));
  await Promise.all([first, second].map((reader) => reader.until((text) => text.includes('retry'))));
  host.only.settle({ content: 'one', isError: false });
  await Promise.all([first.toEnd(), second.toEnd()]);
  expect(messagesIn(first.text)).toMatchObject([{ id: 1 }]);
  expect(messagesIn(second.text)).toMatchObject([{ id: 2 }]);
});

test('nobody resumes what is not theirs', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const reader = new Reader(await post(server.url, callOf('handoff', HANDOFF)));
  await reader.until((text) => text.includes('retry'));
  const other = await fetch(server.url, { headers: resumeHeaders(host.only.id, 'bbbbbbbb') });
  expect(other.status).toBe(404);
  const unknown = await fetch(server.url, { headers: resumeHeaders('c_nope') });
  expect(unknown.status).toBe(404);
});

test('a planned stop tells the clients to come back soon, breaks the streams and takes no more', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const reader = new Reader(await post(server.url, callOf('handoff', HANDOFF)));
  await reader.until((text) => text.includes('retry: 30000'));
  await server.endpoint.stop();
  expect(await reader.toEnd()).toBe(false);
  expect(reader.text.endsWith(`id: ${host.only.id}\nretry: 5000\ndata: \n\n`)).toBe(true);
  expect(host.only.delivered).toBe(false);
  expect((await post(server.url, callOf('handoff', HANDOFF))).status).toBe(503);
});

test('calls that come before anything is loaded are all taken', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const messages = ['one', 'two', 'three'];
  await Promise.all(messages.map((message, at) => post(server.url, callOf('assign', { ...HANDOFF, message }, at))));
  expect(new Set(host.entries.map(({ args }) => args['message']))).toEqual(new Set(messages));
  await server.endpoint.warm();
});

test('a call that comes with the stop is told to come again and is not begun', async () => {
  const host = new FakeHost();
  const endpoint = createMcpEndpoint({ host, version: '0.0.0', kit: agentKit({ workingDirectory: false }) });
  const sent: unknown[] = [];
  const channel: Channel = {
    closed: new AbortController().signal,
    head: (status) => sent.push(status),
    write: () => undefined,
    end: () => sent.push('end'),
    destroy: () => sent.push('broken'),
  };
  const body = JSON.stringify(callOf('handoff', HANDOFF));
  const handling = endpoint.handle({ method: 'POST', header: () => undefined, body, terminalId: AGENT }, channel);
  await endpoint.stop();
  await handling;
  expect([sent, host.entries]).toEqual([[503, 'end'], []]);
});

test('an answer that nobody was there to take leaves the call to be repeated', async () => {
  const host = new FakeHost();
  const endpoint = createMcpEndpoint({ host, version: '0.0.0', kit: agentKit({ workingDirectory: false }) });
  const closing = new AbortController();
  const channel: Channel = {
    closed: closing.signal,
    head: () => undefined,
    write(text, flushed) {
      if (text.includes('"result"')) closing.abort();
      flushed?.(!closing.signal.aborted);
    },
    end: () => undefined,
    destroy: () => undefined,
  };
  const body = JSON.stringify(callOf('handoff', HANDOFF));
  const handling = endpoint.handle({ method: 'POST', header: () => undefined, body, terminalId: AGENT }, channel);
  await expect.poll(() => host.entries.length).toBe(1);
  host.only.settle({ content: 'unread', isError: false });
  await handling;
  expect(host.only).toMatchObject({ delivered: false, disconnects: 1 });
});

test('a refused or broken call is a result, never an exception', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  host.refusal = new CaoError('not_found', 'There is no such agent', { hint: 'Look again' });
  const refused = new Reader(await post(server.url, callOf('handoff', HANDOFF)));
  await refused.toEnd();
  host.refusal = undefined;
  const broken = new Reader(await post(server.url, callOf('handoff', HANDOFF)));
  await broken.until((text) => text.includes('retry'));
  host.only.fail(new Error('secret detail'));
  await broken.toEnd();
  expect([...messagesIn(refused.text), ...messagesIn(broken.text)]).toMatchInlineSnapshot(`
    [
      {
        "id": 1,
        "jsonrpc": "2.0",
        "result": {
          "content": [
            {
              "text": "{"success":false,"message":"There is no such agent. Look again","error":"There is no such agent. Look again","code":"not_found"}",
              "type": "text",
            },
          ],
          "isError": true,
        },
      },
      {
        "id": 1,
        "jsonrpc": "2.0",
        "result": {
          "content": [
            {
              "text": "{"success":false,"message":"Something went wrong inside CAO; its log says more.","error":"Something went wrong inside CAO; its log says more.","code":"internal"}",
              "type": "text",
            },
          ],
          "isError": true,
        },
      },
    ]
  `);
});
