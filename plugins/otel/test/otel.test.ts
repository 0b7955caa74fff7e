import type { PluginEvent } from '@cao/plugin-sdk';
import { mountPlugin, sampleEvent } from '@cao/plugin-sdk/testing';
import { sampleApi, startScriptedServer } from '@cao/testkit';
import { expect, test, vi } from 'vitest';
import { plugin } from '../src/index.ts';
import { startReceiver, type Span } from './receiver.ts';

// Exports wait for pauses of the SDK, and on a busy machine for more.
vi.setConfig({ testTimeout: 30_000 });

const at = (second: number): string => `2030-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;

/** A person asks a conductor, which hands the work to a developer, which writes back, which the conductor takes. */
function story() {
  const api = sampleApi();
  const turn = (id: string, terminal_id: string, origin: string, from: number, to: number, more: object = {}) => ({
    ...(api.paths['/turns/t_1'] as object),
    id,
    terminal_id,
    origin,
    submitted_at: at(from),
    ended_at: at(to),
    ...more,
  });
  const terminal = (agent_profile: string, provider: string) => ({ agent_profile, provider });
  const first = turn('t_1', 'aaaaaaaa', 'user', 0, 20, { text: 'the launch code is 0000' });
  const work = turn('t_2', 'bbbbbbbb', 'handoff', 3, 9, { state: 'failed', error: 'overloaded' });
  const last = turn('t_3', 'aaaaaaaa', 'send_message', 21, 25);
  const job = {
    id: 'j_1',
    type: 'handoff',
    state: 'failed',
    agent_profile: 'developer',
    caller_id: 'aaaaaaaa',
    session_name: 'cao-sample',
    turn_id: 't_2',
    created_at: at(2),
    ended_at: at(10),
  };
  const message = {
    id: 5,
    sender_id: 'bbbbbbbb',
    receiver_id: 'aaaaaaaa',
    turn_id: 't_3',
    created_at: at(8),
    delivered_at: at(21),
  };
  Object.assign(api.paths, {
    '/turns/t_1': first,
    '/turns/t_2': work,
    '/turns/t_3': last,
    '/turns?terminal_id=aaaaaaaa&limit=100': [last, first],
    '/turns?terminal_id=bbbbbbbb&limit=100': [work],
    '/jobs/j_1': job,
    '/jobs?session_name=cao-sample&limit=100': [job],
    '/terminals/aaaaaaaa': terminal('code_supervisor', 'claude_code'),
    '/terminals/bbbbbbbb': terminal('developer', 'codex'),
    '/terminals/aaaaaaaa/inbox/messages?limit=100': [message],
  });
  const events: PluginEvent[] = [
    sampleEvent('turn_failed', { turn_id: 't_2', origin: 'handoff' }, { id: 1, terminal_id: 'bbbbbbbb', at: at(9) }),
    sampleEvent('job_finished', { job_id: 'j_1' }, { id: 2, terminal_id: 'aaaaaaaa', at: at(10) }),
    sampleEvent('turn_completed', { turn_id: 't_1' }, { id: 3, terminal_id: 'aaaaaaaa', at: at(20) }),
    sampleEvent(
      'message_delivered',
      { message_id: 5, sender: 'bbbbbbbb', receiver: 'aaaaaaaa' },
      { id: 4, at: at(21) },
    ),
    sampleEvent('turn_completed', { turn_id: 't_3' }, { id: 5, terminal_id: 'aaaaaaaa', at: at(25) }),
    sampleEvent(
      'terminal_status',
      { status: 'waiting_user_answer', question: { kind: 'permission', text: 'Run it?', options: [] } },
      { id: 6 },
    ),
    sampleEvent('terminal_status', { status: 'idle' }, { id: 7 }),
    sampleEvent('flow_run_finished', {}, { id: 8 }),
  ];
  return { api, events };
}

async function exported(options: Record<string, unknown> = {}) {
  await using receiver = await startReceiver();
  const { api, events } = story();
  const mounted = await mountPlugin(plugin(), { options: { endpoint: receiver.url, ...options }, api });
  for (const event of events) await mounted.emit(event);
  await mounted.stop();
  expect(mounted.logged).toEqual([]);
  return {
    spans: receiver.spans(),
    metrics: receiver.metrics(),
    services: receiver.services(),
    requests: receiver.requests,
  };
}

function tree(spans: readonly Span[], parent?: string): object {
  const children = spans.filter(({ parentSpanId }) => parentSpanId === parent);
  return Object.fromEntries(children.map((span) => [span.name, tree(spans, span.spanId)]));
}

test('what one input led to is one trace, from turn to job to turn to message to turn', async () => {
  const { spans, services } = await exported({ service_name: 'cao-office' });
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  expect(tree(spans)).toEqual({
    'invoke_agent code_supervisor': {
      'execute_tool handoff': {
        'invoke_agent developer': { 'deliver inbox': { 'invoke_agent code_supervisor': {} } },
      },
    },
  });
  expect(services).toEqual(new Set(['cao-office']));
});

test('spans have the times of their records and the attributes of the conventions', async () => {
  const { spans } = await exported();
  const nano = (second: number): string => String(BigInt(Date.parse(at(second))) * 1_000_000n);
  const named = (name: string) => spans.find((span) => span.name === name);
  expect(named('invoke_agent developer')).toMatchObject({
    kind: 3,
    startTimeUnixNano: nano(3),
    endTimeUnixNano: nano(9),
    status: { code: 2 },
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.provider.name': 'codex',
      'gen_ai.agent.name': 'developer',
      'gen_ai.agent.id': 'bbbbbbbb',
      'gen_ai.conversation.id': 'cao-sample',
      'error.type': 'failed',
    },
  });
  expect(named('execute_tool handoff')).toMatchObject({
    kind: 1,
    startTimeUnixNano: nano(2),
    endTimeUnixNano: nano(10),
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'handoff',
      'gen_ai.tool.call.id': 'j_1',
    },
  });
  expect(named('deliver inbox')).toMatchObject({
    kind: 5,
    startTimeUnixNano: nano(8),
    endTimeUnixNano: nano(21),
    status: { code: 0 },
    attributes: { 'messaging.system': 'cao', 'messaging.destination.name': 'aaaaaaaa', 'messaging.message.id': '5' },
  });
});

test('durations and counts are metrics', async () => {
  const { metrics } = await exported();
  const operations = metrics.get('gen_ai.client.operation.duration')?.histogram?.dataPoints ?? [];
  expect(operations.map(({ count, sum, attributes }) => [attributes['gen_ai.agent.name'], count, sum])).toEqual(
    expect.arrayContaining([
      ['code_supervisor', 2, 24],
      ['developer', 1, 6],
    ]),
  );
  expect(operations.find(({ attributes }) => attributes['gen_ai.agent.name'] === 'developer')?.attributes).toEqual({
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.provider.name': 'codex',
    'gen_ai.agent.name': 'developer',
    'error.type': 'failed',
  });
  expect(metrics.get('cao.job.duration')?.histogram?.dataPoints).toMatchObject([{ count: 1, sum: 8 }]);
  expect(metrics.get('cao.message.delivery.duration')?.histogram?.dataPoints).toMatchObject([{ count: 1, sum: 13 }]);
  expect(metrics.get('cao.agent.questions')?.sum?.dataPoints).toMatchObject([
    { attributes: { 'cao.question.kind': 'permission' } },
  ]);
  expect(metrics.get('cao.flow.runs')?.sum?.dataPoints).toHaveLength(1);
});

test('an event that comes again, in a later run too, is the same span', async () => {
  const [one, other] = [await exported(), await exported()];
  const ids = ({ spans }: typeof one): string[] =>
    spans.map(({ traceId, spanId }) => `${traceId} ${spanId}`).toSorted();
  expect(ids(one)).toEqual(ids(other));
  expect(new Set(ids(one)).size).toBe(5);
});

test('what agents say is exported to who asks for it, and to nobody else', async () => {
  const without = await exported();
  expect(JSON.stringify(without.requests)).not.toContain('launch code');
  const { spans } = await exported({ content: true });
  const [first] = spans.filter(({ attributes }) => attributes['cao.turn.id'] === 't_1');
  expect(first?.attributes['gen_ai.input.messages']).toBe(
    '[{"role":"user","parts":[{"type":"text","content":"the launch code is 0000"}]}]',
  );
  expect(first?.attributes['gen_ai.output.messages']).toContain('It is done.');
});

test('headers go along', async () => {
  const { requests } = await exported({ headers: { authorization: 'Bearer abc' } });
  expect(new Set(requests.map(({ headers }) => headers['authorization']))).toEqual(new Set(['Bearer abc']));
});

test('without an endpoint it is off and asks nobody', async () => {
  const { api, events } = story();
  const mounted = await mountPlugin(plugin(), { api });
  for (const event of events) await mounted.emit(event);
  await mounted.stop();
  expect(mounted.logged).toEqual(['info off: the option "endpoint" is not set']);
  expect(api.asked).toEqual([]);
});

test('a collector that fails, hangs or is not there holds up no event, and is told of once and without secrets', async () => {
  const { api, events } = story();
  await using server = await startScriptedServer(({ path }) => (path === '/v1/traces' ? 'hang' : { status: 400 }));
  const options = { endpoint: server.url, headers: { authorization: 'Bearer very-secret' } };
  const mounted = await mountPlugin(plugin(), { options, api });
  const before = performance.now();
  for (const event of events) await mounted.emit(event);
  expect(performance.now() - before).toBeLessThan(4000);
  await mounted.stop();
  const warned = mounted.logged.filter((line) => line.startsWith('warn not exported'));
  expect(warned).toHaveLength(2);
  expect(warned.join('\n')).not.toContain('secret');
});

test('spans that a collector did not take for a moment arrive all the same', async () => {
  const { api, events } = story();
  await using receiver = await startReceiver();
  receiver.next({ status: 429, headers: { 'retry-after': '1' } });
  const mounted = await mountPlugin(plugin(), { options: { endpoint: receiver.url }, api });
  for (const event of events) await mounted.emit(event);
  await expect.poll(() => receiver.spans().length, { timeout: 15_000 }).toBe(5);
  await mounted.stop();
});

test('the worker of a handoff, which is gone when its turn is exported, has its name all the same', async () => {
  await using receiver = await startReceiver();
  const { api, events } = story();
  delete api.paths['/terminals/bbbbbbbb'];
  const mounted = await mountPlugin(plugin(), { options: { endpoint: receiver.url }, api });
  await mounted.emit(sampleEvent('post_create_terminal', { agent_name: 'reviewer', provider: 'gemini_cli' }));
  for (const event of events) await mounted.emit(event);
  await mounted.stop();
  const [worker] = receiver.spans().filter(({ attributes }) => attributes['gen_ai.agent.id'] === 'bbbbbbbb');
  expect(worker).toMatchObject({
    name: 'invoke_agent reviewer',
    attributes: { 'gen_ai.agent.name': 'reviewer', 'gen_ai.provider.name': 'gemini_cli' },
  });
});

test('records that are gone are no spans; a server that cannot be asked is another try', async () => {
  await using receiver = await startReceiver();
  const api = sampleApi();
  const mounted = await mountPlugin(plugin(), { options: { endpoint: receiver.url }, api });
  await mounted.emit(sampleEvent('job_finished', { job_id: 'j_9' }));
  await mounted.emit(sampleEvent('message_failed'));
  api.get = () => Promise.reject(new Error('the server does not listen yet'));
  await expect(mounted.emit(sampleEvent('turn_completed'))).rejects.toThrow('not listen');
  await mounted.stop();
  expect(receiver.spans()).toEqual([]);
});
