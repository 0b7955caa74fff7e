import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelEndpoint, startModelEndpoint } from '../../src/index.ts';
import { askChat, called, CHAT_TOOLS, results } from './chat-client.ts';
import { user } from './clients.ts';

// What the clients of this wire do to prompts, tools and results, as seen in their requests.

let endpoint: ModelEndpoint;
beforeAll(async () => {
  endpoint = await startModelEndpoint();
});
afterAll(() => endpoint.close());

test('the last text of the user counts, beside images and below what the client adds', async () => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
  const parts = [{ type: 'text', text: 'FAIL:400' }, { type: 'text', text: 'SAY:mine' }, image];
  const orders = ['system', 'developer'].map((role) => ({ role, content: 'SAY:order' }));
  expect((await askChat(endpoint, [...orders, { role: 'user', content: parts }])).text).toBe('mine');
  expect((await askChat(endpoint, [{ role: 'user', content: 'SAY:plain' }])).text).toBe('plain');
});

test('TOOL! repeats a call that the client says has failed, without the words that the client puts around the output', async () => {
  const outputs = [
    ['Wall time: 0.037 seconds\n<system>ERROR: Tool execution failed.</system>\nno', 'Wall time: 0.020 seconds\nyes'],
    ['no\n<shellId: 0 completed with exit code 3>', 'yes\n<shellId: 0 completed with exit code 0>'],
    ["MCP server 'cao-mcp-server': no", 'yes'],
  ];
  for (const [bad = '', good = ''] of outputs) {
    const history = [user('TOOL!:bash:{"command":"x"}\nREPORT:')];
    const first = await askChat(endpoint, history);
    history.push(called(first), ...results(first, [bad]));
    const second = await askChat(endpoint, history);
    expect(second).toMatchObject({ text: '', calls: [{ input: { command: 'x' } }] });
    history.push(called(second), ...results(second, [good]));
    expect(await askChat(endpoint, history)).toMatchObject({ text: 'no\nyes', calls: [] });
  }
});

test('shell and write take the names and arguments of each client', async () => {
  const clients: readonly (readonly [Readonly<Record<string, readonly string[]>>, unknown, unknown])[] = [
    [{ bash: ['command'], write: ['content', 'filePath'] }, { filePath: 'a', content: 'b' }, { command: 'ls' }],
    [{ Bash: ['command', 'description'], Write: ['path', 'content'] }, { path: 'a', content: 'b' }, described],
    [{ bash: ['command', 'description'], create: ['path', 'file_text'] }, { path: 'a', file_text: 'b' }, described],
  ];
  for (const [offered, write, shell] of clients) {
    const tools = Object.entries(offered).map(([name, takes]) => {
      const properties = Object.fromEntries(takes.map((argument) => [argument, { type: 'string' }]));
      return { type: 'function', function: { name, parameters: { type: 'object', properties } } };
    });
    const script = user('TOOL:write:{"path":"a","content":"b"}\n+TOOL:shell:{"command":"ls"}');
    const { calls } = await askChat(endpoint, [script], { tools });
    expect(calls.map(({ input }) => input)).toEqual([write, shell]);
  }
});

test('a prompt that got no answer and the next one may come as one', async () => {
  const date = '<current_datetime>2026-01-01T00:00:00.000+00:00</current_datetime>\n\n';
  const framed = 'SAY:one\n\n[CAO] a footer';
  expect((await askChat(endpoint, [user('[CAO] a header\n\nFAIL:400')])).status).toBe(400);
  expect((await askChat(endpoint, [user('[CAO] a header\n\nFAIL:400\n\nFAIL:403')])).status).toBe(403);
  const glued = user(`${date}[CAO] a header\n\nFAIL:400\n\nFAIL:403\n\n${framed}`);
  expect((await askChat(endpoint, [glued])).text).toBe('one');
  expect(endpoint.userTexts('a')).toEqual(['[CAO] a header\n\nFAIL:400', 'FAIL:403', framed]);
  expect((await askChat(endpoint, [user(`${framed}\n\nSAY:two`)])).text).toBe('one\ntwo');
});

test('what a client adds behind a prompt is not the prompt', async () => {
  const tables = '\n\n\n<system_reminder>\n<sql_tables>Available tables: todos</sql_tables>\n</system_reminder>';
  expect((await askChat(endpoint, [user(`SAY:one${tables}`)])).text).toBe('one');
  expect(endpoint.userTexts('a')).toEqual(['SAY:one']);
});

test('what was pasted may end in a blank', async () => {
  expect((await askChat(endpoint, [user('SAY:one\nSAY:two ')])).text).toBe('one\ntwo');
});

test('the log names the conversation where the client does', async () => {
  await askChat(endpoint, [user('SAY:hi')], { prompt_cache_key: 'session_1' });
  expect(endpoint.requests('a').at(-1)?.session).toBe('session_1');
  const body = JSON.stringify({ messages: [user('SAY:hi')], tools: CHAT_TOOLS });
  const headers = { 'x-session-id': 'ses_2' };
  await fetch(`${endpoint.url('b')}/v1/chat/completions`, { method: 'POST', body, headers });
  expect(endpoint.requests('b').at(-1)?.session).toBe('ses_2');
});

const described = { command: 'ls', description: 'Run a scripted command' };
