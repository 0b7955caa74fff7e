import { expect, test } from 'vitest';
import { FakeHost } from './fake-host.ts';
import { callOf, headersOf, messagesIn, post, Reader } from './raw.ts';
import { startServer } from './serve.ts';

const request = (method: string, params?: object, id: unknown = 1): object => ({
  jsonrpc: '2.0',
  id,
  method,
  ...(params && { params }),
});

test.each([
  ['not JSON', '{', 400, -32_700],
  ['not an object', '7', 400, -32_600],
  ['another protocol', { id: 1, method: 'ping' }, 400, -32_600],
  ['an empty batch', [], 400, -32_600],
  ['two requests', [request('ping'), request('ping', {}, 2)], 400, -32_600],
  ['a method of the future', request('server/discover'), 200, -32_601],
  ['a method nobody serves', request('resources/list'), 200, -32_601],
])('%s', async (_name, body, status, code) => {
  await using server = await startServer({ host: new FakeHost() });
  const response = await post(server.url, body);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code } });
});

test.each([
  ['a tool without a name', 'tools/call', { arguments: {} }, '`params.name`'],
  ['a tool with a list of arguments', 'tools/call', { name: 'assign', arguments: [] }, '`params.arguments`'],
  ['a client without a name', 'initialize', { protocolVersion: '2025-11-25', capabilities: {} }, '`params.clientInfo`'],
])('%s is told in one sentence', async (_name, method, params, problem) => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const response = await post(server.url, request(method, params));
  expect(await response.json()).toEqual({
    jsonrpc: '2.0',
    id: 1,
    error: { code: -32_602, message: expect.stringMatching(`^${method}: ${problem}: .+`) as string },
  });
  expect(host.entries).toEqual([]);
});

test('an id that is too long to be kept is refused', async () => {
  await using server = await startServer({ host: new FakeHost() });
  expect((await post(server.url, request('ping', {}, 'x'.repeat(256)))).status).toBe(200);
  expect((await post(server.url, request('ping', {}, 'x'.repeat(257)))).status).toBe(400);
});

test('a method of the future is told from a version of the future', async () => {
  await using server = await startServer({ host: new FakeHost() });
  const response = await post(server.url, request('server/discover'), { 'mcp-protocol-version': '2026-07-28' });
  expect(await response.json()).toMatchObject({ id: 1, error: { code: -32_601 } });
});

test.each([
  ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }],
  [
    'the cancellation of a finished call',
    { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } },
  ],
  ['a response', { jsonrpc: '2.0', id: 1, result: {} }],
  [
    'several notifications',
    [
      { jsonrpc: '2.0', method: 'a' },
      { jsonrpc: '2.0', method: 'b' },
    ],
  ],
])('%s is taken without an answer', async (_name, body) => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const response = await post(server.url, body);
  expect([response.status, await response.text()]).toEqual([202, '']);
});

test('there is no standing stream and no session to delete', async () => {
  await using server = await startServer({ host: new FakeHost() });
  for (const method of ['GET', 'DELETE', 'PUT']) {
    const response = await fetch(server.url, { method, headers: headersOf() });
    expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'POST']);
  }
});

test('an unknown protocol version is refused, an absent one is not', async () => {
  await using server = await startServer({ host: new FakeHost() });
  const unknown = await post(server.url, request('ping'), { 'mcp-protocol-version': '1999-01-01' });
  expect(unknown.status).toBe(400);
  expect(await (await post(server.url, request('ping'))).json()).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
});

test.each(['2025-03-26', '2025-06-18', '2025-11-25'])('speaks %s', async (protocolVersion) => {
  await using server = await startServer({ host: new FakeHost() });
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 't', version: '1' } };
  const response = await post(server.url, request('initialize', params));
  expect(await response.json()).toMatchObject({
    result: {
      protocolVersion,
      capabilities: { tools: {} },
      instructions: expect.stringContaining('aaaaaaaa') as string,
    },
  });
});

test('a client that takes no stream is told so before anything is started', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const response = await post(server.url, callOf('list_workers', {}), { accept: 'application/json' });
  expect(response.status).toBe(406);
  expect(host.entries).toEqual([]);
});

test.each([
  ['a missing parameter', 'handoff', { agent_profile: 'developer' }, '`message`'],
  ['a timeout beyond the limit', 'handoff', { agent_profile: 'd', message: 'x', timeout: 3601 }, '`timeout`'],
  ['a path for a profile', 'assign', { agent_profile: '../x', message: 'x' }, '`agent_profile`'],
  ['an empty message', 'assign', { agent_profile: 'd', message: '' }, '`message`: must not be empty'],
  ['a message beyond the limit', 'send_message', { message: 'é'.repeat(600_000) }, 'must not exceed 1048576 bytes'],
  ['a name for an id', 'delete_terminal', { terminal_id: 'developer-1a2b' }, '`terminal_id`'],
  ['an id with a newline', 'delete_terminal', { terminal_id: 'aaaaaaaa\n' }, '`terminal_id`'],
  ['an endless answer', 'answer_user_prompt', { terminal_id: 'aaaaaaaa', answer: 'x'.repeat(4001) }, '`answer`'],
])('%s is told to the model and nothing is started', async (_name, tool, args, problem) => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  const reader = new Reader(await post(server.url, callOf(tool, args)));
  expect(await reader.toEnd()).toBe(true);
  const [message] = messagesIn(reader.text) as [{ result: { isError: boolean; content: [{ text: string }] } }];
  expect(message.result.isError).toBe(true);
  expect(JSON.parse(message.result.content[0].text)).toMatchObject({ success: false, code: 'invalid_input' });
  expect(message.result.content[0].text).toContain(problem);
  expect(host.entries).toEqual([]);
});

test('a tool that does not exist is a protocol error on the stream', async () => {
  await using server = await startServer({ host: new FakeHost() });
  const reader = new Reader(await post(server.url, callOf('launch_missiles', {})));
  await reader.toEnd();
  expect(messagesIn(reader.text)).toMatchObject([{ id: 1, error: { code: -32_602 } }]);
});

test.each([['null', null] as const, ['nothing', undefined] as const])(
  'a tool without parameters is called with %s',
  async (_name, given) => {
    const host = new FakeHost();
    await using server = await startServer({ host });
    await post(server.url, request('tools/call', { name: 'list_workers', arguments: given }));
    await expect.poll(() => host.entries).toMatchObject([{ tool: 'list_workers', args: {} }]);
  },
);

test('null, empty and absent are the same for what may be left out', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  for (const [at, receiver_id] of [null, '', undefined].entries()) {
    await post(server.url, callOf('send_message', { message: `message ${at}`, receiver_id, made_up: 1 }));
  }
  await expect.poll(() => host.entries.length).toBe(3);
  expect(host.entries.map((entry) => entry.args)).toEqual([0, 1, 2].map((at) => ({ message: `message ${at}` })));
});
