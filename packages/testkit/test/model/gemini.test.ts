import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelEndpoint, startModelEndpoint } from '../../src/index.ts';

let endpoint: ModelEndpoint;
beforeAll(async () => {
  endpoint = await startModelEndpoint();
});
afterAll(() => endpoint.close());

interface Part {
  readonly text?: string;
  readonly thought?: boolean;
  readonly functionCall?: { readonly id: string; readonly name: string; readonly args: unknown };
}

interface Answer {
  readonly error?: unknown;
  readonly candidates?: readonly {
    readonly content: { readonly parts: readonly Part[] };
    readonly finishReason?: string;
  }[];
}

const TOOLS = ['run_shell_command', 'write_file', 'mcp_cao_handoff'].map((name) => ({ name }));
const user = (text: string): unknown => ({ role: 'user', parts: [{ text }] });

/** One request as Gemini CLI sends it. */
async function ask(contents: readonly unknown[], more: Record<string, unknown> = {}, method = 'streamGenerateContent') {
  const response = await fetch(`${endpoint.url('a')}/v1beta/models/m-1:${method}?alt=sse`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ contents, tools: [{ functionDeclarations: TOOLS }], ...more }),
  });
  const text = await response.text();
  const streamed = response.headers.get('content-type') === 'text/event-stream';
  const answers = (streamed ? dataOf(text) : [text]).map((json) => JSON.parse(json) as Answer);
  const parts = answers.flatMap(({ candidates = [] }) => candidates.flatMap(({ content }) => content.parts));
  return {
    status: response.status,
    answers,
    parts,
    text: parts.map((part) => (part.thought === true ? '' : (part.text ?? ''))).join(''),
    calls: parts.flatMap(({ functionCall }) => (functionCall === undefined ? [] : [functionCall])),
  };
}

function dataOf(stream: string): readonly string[] {
  const events = stream.split('\n\n').filter((event) => event !== '');
  if (events.some((event) => !event.startsWith('data: '))) throw new Error(`no events: ${stream}`);
  return events.map((event) => event.slice('data: '.length));
}

test('thoughts, words and calls come as parts, and only the last answer says that it is over', async () => {
  const { answers, parts } = await ask([user('THINK:hm\nSAY:a\nTOOL:shell:{"command":"ls"}')]);
  expect(parts).toMatchObject([
    { text: 'hm', thought: true },
    { text: 'a' },
    { functionCall: { name: 'run_shell_command', args: { command: 'ls' } } },
    { text: '' },
  ]);
  expect(answers.map(({ candidates }) => candidates?.[0]?.finishReason)).toEqual([
    undefined,
    undefined,
    undefined,
    'STOP',
  ]);
});

test('without a stream the words of an answer are one part', async () => {
  const { parts } = await ask([user('SLOW:0.01:a b c\nSAY:d')], {}, 'generateContent');
  expect(parts).toEqual([{ text: 'a b c\nd' }]);
});

test('results are matched by id, or by name in the order of the calls, and freed of what the client put around them', async () => {
  const script = 'TOOL:shell:{"command":"a"}\n+TOOL:shell:{"command":"b"}\nREPORT:';
  const call = (id?: string) => ({ functionCall: { ...(id ? { id } : {}), name: 'run_shell_command', args: {} } });
  const result = (output: string, id?: string) => ({
    functionResponse: { ...(id ? { id } : {}), name: 'run_shell_command', response: { output } },
  });
  const wrapped = '<untrusted_context>\nOutput: one\nProcess Group PGID: 12\n</untrusted_context>';
  const model = (...parts: unknown[]) => ({ role: 'model', parts });
  const results = (...parts: unknown[]) => ({ role: 'user', parts });
  const byId = [user(script), model(call('x'), call('y')), results(result('two', 'y'), result(wrapped, 'x'))];
  expect((await ask(byId)).text).toBe('one\ntwo');
  const byOrder = [user(script), model(call(), call()), results(result('one'), result('two'))];
  expect((await ask(byOrder)).text).toBe('one\ntwo');
});

test('a failed call is asked for again', async () => {
  const script = user('TOOL!:handoff:{"message":"hi"}\nSAY:done');
  const call = { role: 'model', parts: [{ functionCall: { id: 'x', name: 'mcp_cao_handoff', args: {} } }] };
  const failed = {
    role: 'user',
    parts: [{ functionResponse: { id: 'x', name: 'mcp_cao_handoff', response: { error: 'no' } } }],
  };
  expect((await ask([script, call, failed])).calls).toMatchObject([
    { name: 'mcp_cao_handoff', args: { message: 'hi' } },
  ]);
});

test('errors come with the status of the API, before or within a stream', async () => {
  const error = { code: 529, message: 'scripted failure 529', status: 'INTERNAL' };
  expect(await ask([user('FAIL:529')])).toMatchObject({ status: 529, answers: [{ error }] });
  const { status, answers } = await ask([user('SAY:half\nFAIL:529')]);
  expect({ status, last: answers.at(-1) }).toEqual({ status: 200, last: { error } });
});

test('a request without tools is a side request and gets what its schema asks for', async () => {
  const schema = { type: 'object', properties: { choice: { enum: ['flash', 'pro'] } } };
  const config = { tools: [], generationConfig: { responseJsonSchema: schema } };
  const { text } = await ask([user('SAY:no')], config, 'generateContent');
  expect(JSON.parse(text)).toEqual({ choice: 'flash' });
});

test('what the client says about the folder is no prompt, and its orders are the system prompt', async () => {
  const orders = { systemInstruction: { parts: [{ text: 'Be brief.' }] } };
  await ask([user('<session_context>\nThis is the Gemini CLI.'), user('SAY:x')], orders);
  expect(endpoint.userTexts('a')).toEqual(['SAY:x']);
  expect(endpoint.requests('a').at(-1)).toMatchObject({ model: 'm-1', conversation: { system: 'Be brief.' } });
});

test('tokens are counted', async () => {
  const response = await fetch(`${endpoint.url()}/v1beta/models/m:countTokens`, {
    method: 'POST',
    body: '{"contents":[]}',
  });
  expect(await response.json()).toEqual({ totalTokens: 4 });
});
