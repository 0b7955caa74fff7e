import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelEndpoint, startModelEndpoint } from '../../src/index.ts';
import { askResponses } from './clients.ts';

let endpoint: ModelEndpoint;
beforeAll(async () => {
  endpoint = await startModelEndpoint();
});
afterAll(() => endpoint.close());

const message = (text: string, role = 'user'): unknown => ({
  type: 'message',
  role,
  content: [{ type: 'input_text', text }],
});

test('events come in the order in which the API sends them', async () => {
  const { events } = await askResponses(endpoint, [message('THINK:hm\nSAY:a\nTOOL:shell:{"command":"ls"}')]);
  expect(events.map(({ event }) => event.replace('response.', ''))).toEqual([
    'created',
    'in_progress',
    'output_item.added',
    'reasoning_summary_part.added',
    'reasoning_summary_text.delta',
    'reasoning_summary_text.done',
    'reasoning_summary_part.done',
    'output_item.done',
    'output_item.added',
    'content_part.added',
    'output_text.delta',
    'output_text.done',
    'content_part.done',
    'output_item.done',
    'output_item.added',
    'function_call_arguments.delta',
    'function_call_arguments.done',
    'output_item.done',
    'completed',
  ]);
  expect(events.map(({ data }) => data['sequence_number'])).toEqual(events.map((_, index) => index));
  const items = events.filter(({ event }) => event.endsWith('item.done')).map(({ data }) => data['output_index']);
  expect(items).toEqual([0, 1, 2]);
});

test('a call into a namespace names it beside the bare tool', async () => {
  const { calls } = await askResponses(endpoint, [message('TOOL:handoff:{"message":"hi"}')]);
  expect(calls).toMatchObject([{ name: 'mcp__cao_mcp_server/handoff', input: { message: 'hi' } }]);
});

test('shell can ask for approval, and write becomes a command where there is no tool for it', async () => {
  const shell = await askResponses(endpoint, [message('TOOL:shell:{"command":"ls","escalate":true}')]);
  expect(shell.calls[0]?.input).toEqual({
    cmd: 'ls',
    sandbox_permissions: 'require_escalated',
    justification: 'The script asks for it.',
  });
  const write = await askResponses(endpoint, [message(`TOOL:write:{"path":"a b","content":"it's"}`)]);
  expect(write.calls[0]?.input).toEqual({ cmd: `printf %s 'it'\\''s' > 'a b'` });
});

test('the last message of the user counts, not what the client adds', async () => {
  const { text } = await askResponses(endpoint, [
    message('SAY:order', 'developer'),
    message('<environment_context>\nSAY:env\n</environment_context>'),
    message('FAIL:400'),
    message('SAY:mine'),
  ]);
  expect(text).toBe('mine');
});

test('a script goes on after the results, and failed calls are told by their words', async () => {
  const history = [message('TOOL!:shell:{"command":"x"}\nSAY:said {{tool.2}}')];
  const first = await askResponses(endpoint, history);
  history.push(...answered(first.calls, 'Chunk ID: 1\nProcess exited with code 1\nOutput:\nno'));
  const second = await askResponses(endpoint, history);
  expect(second.calls).toMatchObject([{ input: { cmd: 'x' } }]);
  history.push(...answered(second.calls, 'Wall time: 0.1 seconds\nOutput:\n[{"type":"text","text":"yes"}]'));
  expect(await askResponses(endpoint, history)).toMatchObject({ text: 'said yes', calls: [] });
});

test('questions without tools get JSON of the schema they bring', async () => {
  const schema = { type: 'object', properties: { title: { type: 'string', maxLength: 8 } } };
  const { text } = await askResponses(endpoint, [message('SAY:no')], { tools: [], text: { format: { schema } } });
  expect(JSON.parse(text)).toEqual({ title: 'Scripted' });
});

function answered(
  calls: readonly { readonly id: string; readonly name: string }[],
  output: string,
): readonly unknown[] {
  return calls.flatMap(({ id, name }) => [
    { type: 'function_call', call_id: id, name, arguments: '{}' },
    { type: 'function_call_output', call_id: id, output },
  ]);
}
