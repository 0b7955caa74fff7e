import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesText, type ModelEndpoint, startModelEndpoint } from '../../src/index.ts';
import { askChat, called, CHAT_TOOLS, results } from './chat-client.ts';
import { user } from './clients.ts';

let endpoint: ModelEndpoint;
beforeAll(async () => {
  endpoint = await startModelEndpoint();
});
afterAll(() => endpoint.close());

test('chunks come in the order in which the API sends them', async () => {
  const script = user('THINK:hm\nSLOW:0.01:a b\nTOOL:bash:{"command":"ls"}');
  const { chunks } = await askChat(endpoint, [script], { stream_options: { include_usage: true } });
  expect(chunks.at(-1)).toBe('[DONE]');
  const sent = chunks.slice(0, -1).map((chunk) => JSON.parse(chunk) as Chunk);
  expect(sent.map(({ choices: [choice] }) => [choice?.delta ?? 'no choice', choice?.finish_reason ?? '-'])).toEqual([
    [{ role: 'assistant', content: '' }, '-'],
    [{ reasoning_content: 'hm' }, '-'],
    [{ content: 'a ' }, '-'],
    [{ content: 'b' }, '-'],
    [{ tool_calls: [{ index: 0, id: any, type: 'function', function: { name: 'bash', arguments: '' } }] }, '-'],
    [{ tool_calls: [{ index: 0, function: { arguments: '{"command":"ls"}' } }] }, '-'],
    [{}, 'tool_calls'],
    ['no choice', '-'],
  ]);
  expect(new Set(sent.map(({ id, object, model }) => [id, object, model].join(' '))).size).toBe(1);
  expect(sent.slice(0, -1).map(({ usage }) => usage)).toEqual(sent.slice(0, -1).map(() => null));
  expect(sent.at(-1)?.usage).toMatchObject({ prompt_tokens: anyNumber, completion_tokens: anyNumber });
});

test('a stream speaks of usage only when asked', async () => {
  const { chunks, finish } = await askChat(endpoint, [user('SAY:hi')]);
  expect(finish).toBe('stop');
  expect(chunks.join('')).not.toContain('usage');
});

test('the same answer comes whole when the request does not stream', async () => {
  const script = user('THINK:hm\nSAY:one\nSAY:two\nTOOL:bash:{"command":"ls"}\n+TOOL:handoff:{"message":"hi"}');
  const streamed = await askChat(endpoint, [script]);
  const whole = await askChat(endpoint, [script], { stream: false });
  const { text, reasoning, finish, calls } = whole;
  expect({ text, reasoning, finish }).toEqual({ text: 'one\ntwo', reasoning: 'hm', finish: 'tool_calls' });
  expect(calls.map(({ name, input }) => [name, input])).toEqual([
    ['bash', { command: 'ls' }],
    ['cao-mcp-server_handoff', { message: 'hi' }],
  ]);
  expect(streamed).toMatchObject({ text, reasoning, finish, calls: calls.map(({ name, input }) => ({ name, input })) });
  expect(whole.body).toMatchObject({ object: 'chat.completion', usage: { total_tokens: anyNumber } });
});

test('text arrives byte for byte', async () => {
  const wanted = 'tab\t"quote" \\n is no newline\n\n  émoji 🙂\n';
  expect((await askChat(endpoint, [user(`SAYJSON:${JSON.stringify(wanted)}`)])).text).toBe(wanted);
  expect((await askChat(endpoint, [user('BYTES:100001')])).text).toBe(bytesText(100_001));
});

test('a script goes on after the results of its tools', async () => {
  const script = user(
    'SAY:first\nTOOL:bash:{"command":"ls"}\n+TOOL:handoff:{"message":"hi"}\nSAY:then {{tool.2.success}}\nTOOL:bash:{"command":"{{tool.1}}"}\nREPORT:',
  );
  const one = await askChat(endpoint, [script]);
  expect(one.text).toBe('first');
  const history = [script, called(one), ...results(one, ['echo x', 'said: {"success":true}'])];
  const two = await askChat(endpoint, history);
  expect(two).toMatchObject({ text: 'then true', calls: [{ input: { command: 'echo x' } }] });
  const three = await askChat(endpoint, [...history, called(two), ...results(two, ['the end'])]);
  expect(three).toMatchObject({ text: 'echo x\nsaid: {"success":true}\nthe end', calls: [], finish: 'stop' });
});

test('TOOL! repeats a call that failed by its own words', async () => {
  const history = [user('TOOL!:bash:{"command":"x"}\nSAY:over')];
  const first = await askChat(endpoint, history);
  history.push(called(first), ...results(first, ['Error: boom']));
  const second = await askChat(endpoint, history);
  expect(second).toMatchObject({ text: '', calls: [{ input: { command: 'x' } }] });
  history.push(called(second), ...results(second, ['fine']));
  expect(await askChat(endpoint, history)).toMatchObject({ text: 'over', calls: [] });
});

test('a free-form tool gets text, streamed and whole', async () => {
  const tools = [{ type: 'custom', custom: { name: 'apply_patch' } }];
  const script = user('TOOL:apply_patch:{"input":"*** Begin"}\nSAY:done');
  for (const stream of [true, false]) {
    const asked = await askChat(endpoint, [script], { tools, stream });
    expect(asked.calls).toMatchObject([{ name: 'apply_patch', input: '*** Begin' }]);
    const call = { id: asked.calls[0]!.id, type: 'custom', custom: { name: 'apply_patch', input: '*** Begin' } };
    const history = [script, { role: 'assistant', content: null, tool_calls: [call] }, ...results(asked, ['ok'])];
    expect((await askChat(endpoint, history, { tools, stream })).text).toBe('done');
  }
});

test('questions without tools get a fixed text, or JSON of the schema they bring', async () => {
  for (const tools of [[], null]) {
    expect((await askChat(endpoint, [user('SAY:no')], { tools })).text).toBe('Scripted session');
  }
  expect(endpoint.requests('a').slice(-2)).toMatchObject([{ side: true }, { side: true }]);
  const schema = { type: 'object', properties: { title: { type: 'string', maxLength: 8 } } };
  const more = { tools: [], response_format: { type: 'json_schema', json_schema: { name: 't', schema } } };
  expect(JSON.parse((await askChat(endpoint, [user('x')], more)).text)).toEqual({ title: 'Scripted' });
});

test('FAIL answers with an error of the API, and says when to come back', async () => {
  const prompt = [user('FAIL:529:1\nSAY:through')];
  const first = await askChat(endpoint, prompt);
  expect(first).toMatchObject({ status: 529, body: { error: { type: 'server_error', code: null } } });
  expect(first.headers.get('retry-after')).toBe('1');
  expect(await askChat(endpoint, prompt)).toMatchObject({ status: 200, text: 'through' });
  const bad = await askChat(endpoint, [user('FAIL:400')], { stream: false });
  expect(bad).toMatchObject({ status: 400, body: { error: { type: 'invalid_request_error' } } });
  expect(bad.headers.get('retry-after')).toBeNull();
});

test('FAIL after output breaks off inside the stream', async () => {
  const { status, text, chunks, finish } = await askChat(endpoint, [user('SAY:half\nFAIL:429\nSAY:never')]);
  expect({ status, text, finish }).toEqual({ status: 200, text: 'half', finish: undefined });
  expect(JSON.parse(chunks.at(-1)!)).toMatchObject({ error: { type: 'rate_limit_error' } });
});

test('a client that goes away in the middle of a stream is logged as aborted', async () => {
  const body = JSON.stringify({ stream: true, tools: CHAT_TOOLS, messages: [user('SAY:a\nHOLD:never')] });
  const abort = new AbortController();
  const url = `${endpoint.url('gone')}/v1/chat/completions`;
  const response = await fetch(url, { method: 'POST', body, signal: abort.signal });
  expect(response.status).toBe(200);
  abort.abort();
  const ended = await endpoint.waitFor(({ agent, outcome }) => agent === 'gone' && outcome !== 'open');
  expect(ended.outcome).toBe('aborted');
});

interface Chunk {
  readonly id: string;
  readonly object: string;
  readonly model: string;
  readonly choices: readonly { readonly delta: unknown; readonly finish_reason: string | null }[];
  readonly usage?: unknown;
}

const any = expect.any(String) as unknown;
const anyNumber = expect.any(Number) as unknown;
