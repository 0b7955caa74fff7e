import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, test } from 'vitest';
import { AGENT_USAGE, OPERATOR_USAGE } from '../src/usage.ts';
import { AGENT, FakeHost, startServer } from './server.ts';

const PROGRAM = fileURLToPath(new URL('../bin/cao-mcp-server.js', import.meta.url));

async function connect(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ name: 'test', version: '1' });
  const env = { PATH: process.env['PATH'] ?? '', CAO_MCP_URL: url, CAO_TOKEN: 'secret', CAO_TERMINAL_ID: AGENT };
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [PROGRAM], env }));
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

test('the official client reaches the tools over stdio', async () => {
  const host = new FakeHost();
  await using server = await startServer(host);
  await using client = await connect(server.url);
  expect(client.getInstructions()).toContain(AGENT);
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('handoff');
  const heard: string[] = [];
  const params = { name: 'assign', arguments: { agent_profile: 'd', message: 'x' } };
  const answer = client.callTool(params, undefined, { onprogress: ({ message }) => heard.push(message ?? '') });
  await expect.poll(() => heard).toEqual(['started']);
  host.calls[0]?.settle({ content: { success: true, terminal_id: 'bbbbbbbb' }, isError: false });
  expect((await answer).content).toEqual([{ type: 'text', text: '{"success":true,"terminal_id":"bbbbbbbb"}' }]);
});

test('a call lives through a killed server', async () => {
  const host = new FakeHost();
  const times = { retryMs: 100 };
  await using first = await startServer(host, { times });
  await using client = await connect(first.url);
  const answer = client.callTool({ name: 'assign', arguments: { agent_profile: 'd', message: 'x' } });
  await expect.poll(() => host.calls.length).toBe(1);
  await first.kill();
  await using second = await startServer(host, { port: first.port, times });
  host.calls[0]?.settle({ content: 'survived', isError: false });
  expect((await answer).content).toEqual([{ type: 'text', text: 'survived' }]);
  expect(second.requests).toEqual(['GET c_0000000000000001']);
});

test('it says nothing of its own and ends with its input', async () => {
  const child = spawn(process.execPath, [PROGRAM], { env: {}, stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(output).toBe('');
});

test.each(['cao-mcp-server', 'cao-ops-mcp-server'])('%s --help says how to enter it', async (name) => {
  const program = fileURLToPath(new URL(`../bin/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [program, '--help'], { env: {}, stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(output).toBe(name === 'cao-mcp-server' ? AGENT_USAGE : OPERATOR_USAGE);
});
