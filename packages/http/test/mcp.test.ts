import { expect, test } from 'vitest';
import { CONDUCTOR, OWNER_TOKEN, tokenOf } from './support/fake-engine.ts';
import { startTestServer, type TestServer } from './support/start.ts';

const call = (name: string, args: object): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 9, method: 'tools/call', params: { name, arguments: args } });

function post(
  server: TestServer,
  body: string,
  token: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const type = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  return server.request('/mcp', { method: 'POST', body, token, headers: { ...type, ...headers } });
}

test('an agent calls a tool as itself', async () => {
  await using server = await startTestServer();
  const response = await post(server, call('load_skill', { name: 'x' }), tokenOf(CONDUCTOR), {
    'x-cao-terminal-id': CONDUCTOR,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  server.engine.tool.result('# Skill');
  const text = await response.text();
  expect(text.startsWith('id: c_0000000000000001\nretry: 30000\ndata: \n\n')).toBe(true);
  expect(text).toContain('"id":9');
  expect(text).toContain('# Skill');
  await expect.poll(() => server.engine.calls.at(-1)).toBe('delivered');
  expect(server.engine.calls[0]).toBe(
    `tools.call({"terminalId":"${CONDUCTOR}","rpcId":9,"tool":"load_skill","args":{"name":"x"}})`,
  );
});

test.each([
  ['the owner', OWNER_TOKEN, 200],
  ['an agent', tokenOf(CONDUCTOR), 403],
  ['somebody unknown', 'unknown', 401],
])('the tools of an operator, asked for by %s', async (_who, token, status) => {
  await using server = await startTestServer();
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
  const response = await server.request('/mcp/ops', { method: 'POST', body, token, headers });
  expect(response.status).toBe(status);
  expect((await response.text()).includes('launch_session')).toBe(status === 200);
});

test('an operator calls as itself, whatever terminal it names', async () => {
  await using server = await startTestServer();
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'x-cao-terminal-id': CONDUCTOR,
  };
  const body = call('list_sessions', {});
  const response = await server.request('/mcp/ops', { method: 'POST', body, token: OWNER_TOKEN, headers });
  server.engine.tool.result('[]');
  await response.text();
  expect(server.engine.calls[0]).toContain('operatorTools.call({"terminalId":"cao-ops-mcp","rpcId":9');
});

test('an answer is asked for again with its event id', async () => {
  await using server = await startTestServer();
  const token = tokenOf(CONDUCTOR);
  const going = new AbortController();
  await server.request('/mcp', { method: 'POST', body: call('list_workers', {}), token, signal: going.signal });
  going.abort();
  const again = await server.request('/mcp', { token, headers: { 'last-event-id': 'c_0000000000000001' } });
  server.engine.tool.result('later');
  expect(await again.text()).toContain('later');
});

test.each([
  ['an agent that names another', tokenOf(CONDUCTOR), { 'x-cao-terminal-id': 'bbbbbbbb' }, 403],
  ['the owner without naming an agent', OWNER_TOKEN, {}, 403],
  ['the owner naming nonsense', OWNER_TOKEN, { 'x-cao-terminal-id': '../x' }, 403],
  ['the owner naming an agent', OWNER_TOKEN, { 'x-cao-terminal-id': CONDUCTOR }, 200],
])('%s', async (_name, token, headers: Record<string, string>, status) => {
  await using server = await startTestServer();
  const response = await post(server, '{"jsonrpc":"2.0","id":1,"method":"ping"}', token, headers);
  expect(response.status).toBe(status);
  expect(server.engine.calls).toEqual([]);
});

test('a stop sends waiting agents away with the order to come back soon', async () => {
  await using server = await startTestServer();
  const response = await post(server, call('list_workers', {}), tokenOf(CONDUCTOR));
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  await server.app.stop();
  const { value } = await reader.read();
  expect(new TextDecoder().decode(value)).toBe('id: c_0000000000000001\nretry: 5000\ndata: \n\n');
  await expect(reader.read()).rejects.toThrow('terminated');
});

test('a body that is too large or not UTF-8 is refused before it is read as a message', async () => {
  await using server = await startTestServer();
  expect((await post(server, 'x'.repeat(2 * 1024 * 1024 + 1), tokenOf(CONDUCTOR))).status).toBe(413);
  const broken = await server.request('/mcp', {
    method: 'POST',
    body: new Uint8Array([0xff]),
    token: tokenOf(CONDUCTOR),
  });
  expect(broken.status).toBe(400);
});
