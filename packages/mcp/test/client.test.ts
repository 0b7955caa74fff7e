import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, test } from 'vitest';
import { FakeHost } from './fake-host.ts';
import { AGENT } from './raw.ts';
import { operatorKit } from '../src/index.ts';
import { startServer } from './serve.ts';

async function connect(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { authorization: `Bearer ${AGENT}` } },
  });
  await client.connect(transport);
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

const HANDOFF = { name: 'handoff', arguments: { agent_profile: 'developer', message: 'build it' } };

test('the official client lists the tools', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  await using client = await connect(server.url);
  const { tools } = await client.listTools();
  expect(host.listings, 'the host learns that this agent knows its tools').toHaveLength(1);
  expect(
    tools.map(({ name, inputSchema }) => [name, Object.keys(inputSchema.properties ?? {}), inputSchema.required]),
  ).toEqual([
    ['handoff', ['agent_profile', 'message', 'timeout'], ['agent_profile', 'message']],
    ['assign', ['agent_profile', 'message'], ['agent_profile', 'message']],
    ['send_message', ['message', 'receiver_id'], ['message']],
    ['list_workers', [], []],
    ['wait_for_worker', ['terminal_id', 'timeout'], ['terminal_id']],
    ['answer_user_prompt', ['terminal_id', 'answer'], ['terminal_id', 'answer']],
    ['delete_terminal', ['terminal_id'], ['terminal_id']],
    ['load_skill', ['name'], ['name']],
    ['memory_store', ['content', 'scope', 'memory_type', 'key', 'tags'], ['content']],
    ['memory_recall', ['query', 'scope', 'memory_type', 'limit', 'search_mode'], []],
    ['memory_forget', ['key', 'scope'], ['key']],
  ]);
  expect(tools[0]?.inputSchema.properties?.['timeout']).toEqual({
    type: 'integer',
    default: 600,
    minimum: 1,
    maximum: 3600,
    description: expect.any(String) as string,
  });
});

test('the working directory can be named only where that is switched on', async () => {
  await using server = await startServer({ host: new FakeHost(), workingDirectory: true });
  await using client = await connect(server.url);
  const { tools } = await client.listTools();
  expect(
    tools.filter((tool) => 'working_directory' in (tool.inputSchema.properties ?? {})).map(({ name }) => name),
  ).toEqual(['handoff', 'assign']);
});

test('an operator has tools of its own, which say of what their lists are', async () => {
  await using server = await startServer({ host: new FakeHost(), kit: operatorKit() });
  await using client = await connect(server.url);
  expect(client.getServerVersion()?.name).toBe('cao-ops-mcp');
  const { tools } = await client.listTools();
  const launch = tools.find(({ name }) => name === 'launch_session');
  expect(launch?.inputSchema.required).toEqual(['agent_profile']);
  expect(launch?.inputSchema.properties?.['allowed_tools']).toMatchObject({ type: 'array', items: { type: 'string' } });
  expect(tools.map(({ description }) => description?.length ?? 0).every((length) => length > 60)).toBe(true);
});

test('the official client calls a tool and hears of its progress', async () => {
  const host = new FakeHost();
  await using server = await startServer({ host });
  await using client = await connect(server.url);
  const heard: string[] = [];
  const answer = client.callTool(HANDOFF, undefined, { onprogress: ({ message }) => heard.push(message ?? '') });
  await expect.poll(() => host.entries[0]?.listeners.size).toBe(1);
  host.progress('half way');
  await expect.poll(() => heard).toEqual(['half way']);
  host.only.settle({
    content: { success: true, message: 'ok', output: 'é\n', terminal_id: 'bbbbbbbb' },
    isError: false,
  });
  const [part] = (await answer).content as [{ text: string }];
  expect(JSON.parse(part.text)).toEqual({ success: true, message: 'ok', output: 'é\n', terminal_id: 'bbbbbbbb' });
  await expect.poll(() => host.only.delivered).toBe(true);
});

test('a call of the official client lives through a killed server', async () => {
  const host = new FakeHost();
  const times = { retryMs: 200 };
  await using first = await startServer({ host, times });
  await using client = await connect(first.url);
  const answer = client.callTool(HANDOFF);
  await expect.poll(() => host.entries.length).toBe(1);
  await first.kill();
  await using _second = await startServer({ host, port: first.port, times });
  host.only.settle({ content: 'survived', isError: false });
  expect((await answer).content).toEqual([{ type: 'text', text: 'survived' }]);
  expect(host.entries).toHaveLength(1);
  // Nothing was kept per connection, so the next call needs no new handshake.
  const next = client.callTool({ name: 'list_workers', arguments: {} });
  await expect.poll(() => host.entries.length).toBe(2);
  host.entries[1]?.settle({ content: { success: true, workers: [] }, isError: false });
  await next;
});

test('a call of the official client lives through a planned stop', async () => {
  const host = new FakeHost();
  const times = { stopRetryMs: 200 };
  await using first = await startServer({ host, times });
  await using client = await connect(first.url);
  const answer = client.callTool(HANDOFF);
  await expect.poll(() => host.entries.length).toBe(1);
  await first.endpoint.stop();
  await first.kill();
  await using _second = await startServer({ host, port: first.port, times });
  host.only.settle({ content: 'back soon', isError: false });
  expect((await answer).content).toEqual([{ type: 'text', text: 'back soon' }]);
});
