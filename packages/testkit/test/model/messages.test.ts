import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesText, type ModelEndpoint, startModelEndpoint } from '../../src/index.ts';
import { askMessages, user } from './clients.ts';

let endpoint: ModelEndpoint;
beforeAll(async () => {
  endpoint = await startModelEndpoint();
});
afterAll(() => endpoint.close());

test('events come in the order in which the API sends them', async () => {
  const { events } = await askMessages(endpoint, [user('THINK:hm\nSLOW:0.01:a b\nTOOL:shell:{"command":"ls"}')]);
  expect(events.map(({ event, data }) => [event, data['delta']?.['type']].join(' ').trim())).toEqual([
    'message_start',
    'ping',
    'content_block_start',
    'content_block_delta thinking_delta',
    'content_block_delta signature_delta',
    'content_block_stop',
    'content_block_start',
    'content_block_delta text_delta',
    'content_block_delta text_delta',
    'content_block_stop',
    'content_block_start',
    'content_block_delta input_json_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ]);
  expect(events.map(({ data }) => data['type'])).toEqual(events.map(({ event }) => event));
  expect(events.at(-2)?.data).toMatchObject({ delta: { stop_reason: 'tool_use' } });
});

test('the same answer comes whole when the request does not stream', async () => {
  const { body } = await askMessages(endpoint, [user('SAY:one\nSAY:two')], { stream: false });
  expect(body).toMatchObject({
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text: 'one\ntwo' }],
    stop_reason: 'end_turn',
  });
});

test('text arrives byte for byte', async () => {
  const wanted = 'tab\t"quote" \\n is no newline\n\n  émoji 🙂\n';
  expect((await askMessages(endpoint, [user(`SAYJSON:${JSON.stringify(wanted)}`)])).text).toBe(wanted);
  const { text } = await askMessages(endpoint, [user('BYTES:100001')]);
  expect(Buffer.byteLength(text)).toBe(100_001);
  expect(text).toBe(bytesText(100_001));
});

test('prose around directives is ignored, and a prompt without any is echoed', async () => {
  const framed = '[CAO Handoff] Do the task.\n\nSAY:done\n\n[Assigned by terminal 0a1b2c3d. Send results back.]';
  expect((await askMessages(endpoint, [user(framed)])).text).toBe('done');
  expect((await askMessages(endpoint, [user('Hello, model')])).text).toBe('OK. Hello, model');
});

test('only the last text block is the prompt: failed prompts and notes of the client do not count', async () => {
  const content = [
    { type: 'text', text: 'FAIL:400' },
    { type: 'text', text: 'SAY:second' },
    { type: 'text', text: '<system-reminder>\nSAY:note\n</system-reminder>' },
  ];
  const { text } = await askMessages(endpoint, [
    { role: 'user', content },
    { role: 'system', content: 'SAY:env' },
  ]);
  expect(text).toBe('second');
});

test('a script goes on after the results of its tools', async () => {
  const script = user(
    'SAY:first\nTOOL:shell:{"command":"ls"}\n+TOOL:handoff:{"message":"hi"}\nSAY:then {{tool.2.success}}\nTOOL:shell:{"command":"{{tool.1}}"}\nREPORT:',
  );
  const one = await askMessages(endpoint, [script]);
  expect(one.text).toBe('first');
  expect(one.calls.map(({ name, input }) => ({ name, input }))).toEqual([
    { name: 'Bash', input: { command: 'ls', description: 'Run a scripted command' } },
    { name: 'mcp__cao-mcp-server__handoff', input: { message: 'hi' } },
  ]);
  const history = [script, called(one.calls), results(one.calls, ['echo x', 'said: {"success":true}'])];
  const two = await askMessages(endpoint, history);
  expect(two.text).toBe('then true');
  expect(two.calls[0]?.input).toMatchObject({ command: 'echo x' });
  const three = await askMessages(endpoint, [...history, called(two.calls), results(two.calls, ['the end'])]);
  expect(three).toMatchObject({ text: 'echo x\nsaid: {"success":true}\nthe end', calls: [] });
});

test('TOOL! repeats a failed call, without what was said before it', async () => {
  const history = [user('SAY:before\nTOOL!:shell:{"command":"x"}\nSAY:over')];
  const first = await askMessages(endpoint, history);
  history.push(called(first.calls), results(first.calls, ['boom'], true));
  const second = await askMessages(endpoint, history);
  expect(second).toMatchObject({ text: '', calls: [{ input: { command: 'x' } }] });
  history.push(called(second.calls), results(second.calls, ['{"success": false}']));
  const third = await askMessages(endpoint, history);
  expect(third).toMatchObject({ text: '', calls: [{ input: { command: 'x' } }] });
  history.push(called(third.calls), results(third.calls, ['fine']));
  expect(await askMessages(endpoint, history)).toMatchObject({ text: 'over', calls: [] });
});

test('deferred tools are looked up before they are called', async () => {
  const reminder = `<system-reminder>The following deferred tools are now available via ToolSearch.\nWebFetch\nmcp__cao__assign\n</system-reminder>`;
  const tools = [{ name: 'Bash' }, { name: 'ToolSearch' }];
  const history = [user(reminder), user('SAY:go\nTOOL:assign:{"message":"m"}\nSAY:done')];
  const lookup = await askMessages(endpoint, history, { tools });
  expect(lookup).toMatchObject({
    text: '',
    calls: [{ name: 'ToolSearch', input: { query: 'select:mcp__cao__assign' } }],
  });
  const after = [...history, called(lookup.calls), results(lookup.calls, ['found'])];
  const call = await askMessages(endpoint, after, { tools });
  expect(call).toMatchObject({ text: 'go', calls: [{ name: 'mcp__cao__assign', input: { message: 'm' } }] });
  const end = await askMessages(endpoint, [...after, called(call.calls), results(call.calls, ['ok'])], { tools });
  expect(end).toMatchObject({ text: 'done', calls: [] });
});

test('a tool that is not offered becomes text', async () => {
  expect(await askMessages(endpoint, [user('TOOL:nothing:{}')])).toMatchObject({
    text: 'no such tool: nothing',
    calls: [],
  });
});

test('questions without tools get a fixed text, or JSON of the schema they bring', async () => {
  expect((await askMessages(endpoint, [user('SAY:no')], { tools: [] })).text).toBe('Scripted session');
  const schema = { type: 'object', properties: { title: { type: 'string' }, isNew: { type: 'boolean' } } };
  const more = { tools: [], output_config: { format: { type: 'json_schema', schema } } };
  expect(JSON.parse((await askMessages(endpoint, [user('x')], more)).text)).toEqual({
    title: 'Scripted session',
    isNew: false,
  });
});

function called(calls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[]): unknown {
  return { role: 'assistant', content: calls.map((call) => ({ type: 'tool_use', ...call })) };
}

function results(calls: readonly { readonly id: string }[], texts: readonly string[], error = false): unknown {
  return {
    role: 'user',
    content: calls.map(({ id }, index) => ({
      type: 'tool_result',
      tool_use_id: id,
      is_error: error,
      content: [{ type: 'text', text: texts[index] }],
    })),
  };
}
