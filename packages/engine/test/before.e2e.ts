import type { Decision, RequestGate, RequestKind, Requests } from '@cao/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ToolResult } from '../src/index.ts';
import { bench, type Bench } from './support.ts';

/** What the plugin of these tests makes of each kind; nobody is asked about a kind that is not here. */
let asks: { [K in RequestKind]?: (request: Requests[K]) => Partial<Decision<K>> | Promise<Partial<Decision<K>>> } = {};

const gate: RequestGate = {
  wants: (kind) => asks[kind] !== undefined,
  async ask(kind, request) {
    const ask = asks[kind] as ((request: unknown) => Promise<Partial<Decision<typeof kind>>>) | undefined;
    return { request, changes: [], ...(await ask?.(request)) };
  },
};

let on: Bench;
beforeAll(async () => {
  on = await bench({}, undefined, undefined, gate);
});
beforeEach(() => {
  asks = {};
});
afterAll(() => on[Symbol.asyncDispose]());

const veto = (reason: string) => ({ veto: { plugin: 'policy', reason } });
const change = <K extends RequestKind>(request: Requests[K], fields: string[]): Decision<K> => ({
  request,
  changes: [{ plugin: 'policy', reason: 'because', fields }],
});

/** The events of a type since one, without what changes from run to run. */
function eventsSince(id: number, type: string): unknown[] {
  return on.engine.events
    .since(id, { limit: 100 })
    .filter((event) => event.type === type)
    .map(({ data }) => data);
}

let callCount = 0;

async function call(terminalId: string, tool: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
  callCount += 1;
  const made = on.engine.tools.call({ terminalId, rpcId: callCount, progressToken: undefined, tool, args });
  const result: ToolResult = await made.result;
  return result.content as Record<string, unknown>;
}

test('a launch that is vetoed leaves nothing behind but the reason', async () => {
  const since = on.engine.events.lastId();
  asks = { launch: ({ agent_profile }) => veto(`no ${agent_profile} today`) };
  await expect(on.launch('refused')).rejects.toMatchObject({
    code: 'forbidden',
    message: "Plugin 'policy' refused this launch: no developer today",
    details: { plugin: 'policy', reason: 'no developer today', request: 'launch' },
  });
  expect(() => on.engine.sessions.get('cao-refused')).toThrow(expect.objectContaining({ code: 'not_found' }));
  expect(eventsSince(since, 'request_vetoed')).toEqual([
    { request: 'launch', plugin: 'policy', reason: 'no developer today' },
  ]);
});

test('a launch that is changed is launched as it was changed, and the log says by whom and why', async () => {
  const since = on.engine.events.lastId();
  asks = { launch: (request) => change<'launch'>({ ...request, allowed_tools: ['fs_read'], yolo: false }, ['yolo']) };
  expect(await on.launch('changed')).toMatchObject({ allowed_tools: ['fs_read'] });
  expect(eventsSince(since, 'request_changed')).toEqual([
    { request: 'launch', plugin: 'policy', reason: 'because', fields: ['yolo'] },
  ]);
});

test('words of a person and of agents are changed on their way, and refused with the reason', async () => {
  const one = await on.launch('words');
  const other = await on.engine.terminals.create('cao-words', { agent_profile: 'developer', provider: 'mock_cli' });
  await on.engine.terminals.waitReady(other.id, { timeoutMs: 20_000 });
  const seen: unknown[] = [];
  asks = {
    message(request) {
      seen.push([request.sender, request.receiver, request.session_name, request.orchestration_type]);
      if (request.message.includes('drop')) return veto('not these words');
      return change<'message'>({ ...request, message: request.message.replace('1234', '****') }, ['message']);
    },
  };
  expect(await on.ask(one.id, 'SAY 1234')).toMatchObject({ text: 'SAY ****', reply: '****' });
  await expect(on.ask(one.id, 'drop it')).rejects.toMatchObject({ code: 'forbidden' });

  const sent = await call(one.id, 'send_message', { receiver_id: other.id, message: 'SAY 1234' });
  expect(sent).toMatchObject({ success: true, receiver_id: other.id });
  expect(on.state.messages.get(sent['message_id'] as number)).toMatchObject({ message: 'SAY ****' });
  expect(await call(one.id, 'send_message', { receiver_id: other.id, message: 'drop it' })).toMatchObject({
    success: false,
    code: 'forbidden',
    message: expect.stringContaining("Plugin 'policy' refused this message: not these words"),
  });
  const mail = await on.engine.inbox.send({ senderId: 'user', receiverId: other.id, message: 'SAY 12345' });
  expect(mail.message).toBe('SAY ****5');
  expect(seen).toEqual([
    ['user', one.id, 'cao-words', null],
    ['user', one.id, 'cao-words', null],
    [one.id, other.id, 'cao-words', 'send_message'],
    [one.id, other.id, 'cao-words', 'send_message'],
    ['user', other.id, 'cao-words', 'send_message'],
  ]);
});

test('a tool call is refused before it begins, or carried out as it was changed', async () => {
  const { id } = await on.launch('tools');
  asks = { tool_call: ({ tool }) => (tool === 'assign' ? veto('work alone today') : {}) };
  const jobs = on.engine.jobs.list({ limit: 100 }).length;
  expect(await call(id, 'assign', { agent_profile: 'developer', message: 'SAY x' })).toMatchObject({
    success: false,
    code: 'forbidden',
    message: expect.stringContaining("Plugin 'policy' refused this tool call: work alone today"),
  });
  expect(on.engine.jobs.list({ limit: 100 }).length).toBe(jobs);

  asks = {
    tool_call: (request) =>
      change<'tool_call'>({ ...request, arguments: { ...request.arguments, message: 'SAY changed' } }, ['arguments']),
  };
  expect(await call(id, 'handoff', { agent_profile: 'developer', message: 'SAY asked' })).toMatchObject({
    success: true,
    output: 'changed',
  });
});

test('the worker of a handoff is launched as it was changed; a veto ends the job with the reason', async () => {
  const { id } = await on.launch('workers');
  asks = {
    launch: (request) =>
      request.origin === 'handoff' ? change<'launch'>({ ...request, message: 'SAY instead' }, ['message']) : {},
  };
  expect(await call(id, 'handoff', { agent_profile: 'developer', message: 'SAY asked' })).toMatchObject({
    success: true,
    output: 'instead',
  });
  asks = { launch: ({ origin, caller_id }) => veto(`${origin} by ${caller_id === id ? 'its caller' : 'nobody'}`) };
  expect(await call(id, 'handoff', { agent_profile: 'developer', message: 'SAY asked' })).toMatchObject({
    success: false,
    code: 'forbidden',
    message: expect.stringContaining('handoff by its caller'),
  });
});

test('a server that is killed while a plugin thinks asks again, and the call begins once', async () => {
  const { id } = await on.launch('killed');
  const other = await on.engine.terminals.create('cao-killed', { agent_profile: 'developer', provider: 'mock_cli' });
  let asked = 0;
  asks = {
    tool_call: () => {
      asked += 1;
      return asked === 1 ? new Promise(() => {}) : {};
    },
  };
  const args = { receiver_id: other.id, message: 'SAY once' };
  const first = on.engine.tools.call({
    terminalId: id,
    rpcId: 'k',
    progressToken: undefined,
    tool: 'send_message',
    args,
  });
  await expect.poll(() => asked).toBe(1);
  await on.restart();
  const resumed = on.engine.tools.resume(first.id, id);
  expect((await resumed?.result)?.content).toMatchObject({ success: true });
  expect(asked).toBe(2);
  expect(on.engine.inbox.list(other.id, { limit: 10 })).toHaveLength(1);

  // Switched off meanwhile: what was written and never begun goes on without a question.
  asked = 0;
  const again = on.engine.tools.call({
    terminalId: id,
    rpcId: 'l',
    progressToken: undefined,
    tool: 'send_message',
    args: { ...args, message: 'SAY twice' },
  });
  await expect.poll(() => asked).toBe(1);
  asks = {};
  await on.restart();
  expect((await on.engine.tools.resume(again.id, id)?.result)?.content).toMatchObject({ success: true });
});
