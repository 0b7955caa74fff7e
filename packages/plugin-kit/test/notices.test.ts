import { definePlugin, type PluginEvent } from '@cao/plugin-sdk';
import { mountPlugin, sampleEvent } from '@cao/plugin-sdk/testing';
import { sampleApi, type SampleFacts } from '@cao/testkit';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { markdownOf, noticeHooks, noticeOptions, type Notice } from '../src/index.ts';

vi.setConfig({ testTimeout: 30_000 });

const NOW = Date.parse('2030-01-01T00:00:05.000Z');
const QUESTION = {
  kind: 'choice' as const,
  text: 'Delete the build folder?',
  options: [
    { key: '1', label: 'Yes' },
    { key: '2', label: 'No' },
  ],
};
const ASKING = {
  terminal: { status: 'waiting_user_answer', question: QUESTION },
  turn: { state: 'needs_input', question: QUESTION },
};

async function room(facts: SampleFacts = {}, options: Record<string, unknown> = {}, now = NOW) {
  const told: Notice[] = [];
  const api = sampleApi(facts);
  const Options = z.object(noticeOptions);
  const plugin = definePlugin({
    name: 'told',
    options: Options,
    hooks: noticeHooks<z.infer<typeof Options>>(
      () => now,
      (notice) => void told.push(notice),
    ),
  });
  const mounted = await mountPlugin(plugin, { options, api });
  return { told, api, emit: (event: PluginEvent) => mounted.emit(event) };
}

test('a question says who asks, what, which answers there are and how to give one', async () => {
  const { told, emit } = await room(ASKING);
  await emit(sampleEvent('needs_input', { question: QUESTION }));
  expect(told.map((notice) => markdownOf(notice))).toEqual([
    [
      '**developer in cao-sample needs you**',
      'Delete the build folder?',
      '1. Yes\n2. No',
      '`cao session answer cao-sample 1`',
    ].join('\n\n'),
  ]);
});

test('a question of a worker names its terminal; a free one takes any text', async () => {
  const { told, emit } = await room({
    terminal: { ...ASKING.terminal, role: 'worker' },
    turn: { state: 'needs_input', question: { ...QUESTION, options: [] } },
  });
  await emit(sampleEvent('needs_input'));
  expect(told).toMatchObject([{ command: "cao session answer cao-sample 'your answer' --terminal bbbbbbbb" }]);
});

test('one question is told once, though it is two events; asked again after an answer it is told again', async () => {
  const { told, emit } = await room(ASKING);
  const waiting = { status: 'waiting_user_answer', question: QUESTION, ready: false } as const;
  await emit(sampleEvent('terminal_status', waiting, { id: 1 }));
  await emit(sampleEvent('needs_input', { question: QUESTION }, { id: 2 }));
  expect(told.map(({ eventId }) => eventId)).toEqual([1]);
  await emit(sampleEvent('terminal_status', { status: 'processing' }, { id: 3 }));
  await emit(sampleEvent('terminal_status', waiting, { id: 4 }));
  expect(told.map(({ eventId }) => eventId)).toEqual([1, 4]);
});

test('an event that could not be sent is a notice again', async () => {
  const { told, emit } = await room(ASKING);
  const event = sampleEvent('needs_input', { question: QUESTION });
  await emit(event);
  await emit(event);
  expect(told).toHaveLength(2);
});

test('a dialog outside of any turn is a question too', async () => {
  const { told, emit } = await room(ASKING);
  await emit(sampleEvent('terminal_status', { status: 'waiting_user_answer', question: QUESTION }));
  expect(told).toMatchObject([{ kind: 'needs_you', turnId: null }]);
});

test('what has been answered meanwhile is told to nobody', async () => {
  const { told, emit } = await room({ turn: { state: 'working' } });
  await emit(sampleEvent('needs_input', { question: QUESTION }));
  await emit(sampleEvent('terminal_status', { status: 'waiting_user_answer', question: QUESTION }));
  expect(told).toEqual([]);
});

test('a question that the screen does not show yet is waited for', async () => {
  const { told, api, emit } = await room({ ...ASKING, turn: { state: 'needs_input' }, terminal: { question: null } });
  const done = emit(sampleEvent('needs_input', { question: null }));
  await expect.poll(() => api.asked, { timeout: 15_000 }).toContain('/turns/t_1');
  api.paths['/turns/t_1'] = { ...(api.paths['/turns/t_1'] as object), question: QUESTION };
  await done;
  expect(told).toMatchObject([{ text: 'Delete the build folder?' }]);
});

test('a conductor that is done and waits for nobody has finished, with its reply', async () => {
  const { told, emit } = await room();
  await emit(sampleEvent('turn_completed', { origin: 'send_message' }));
  expect(told.map((notice) => markdownOf(notice))).toEqual(['**developer in cao-sample is done**\n\nIt is done.']);
});

test.each<[string, SampleFacts, PluginEvent]>([
  [
    'one whose workers have not reported',
    { session: { waits: [{ terminal_id: 'bbbbbbbb', for: 'report' }] } },
    sampleEvent('turn_completed'),
  ],
  ["a worker's task", { terminal: { role: 'worker' } }, sampleEvent('turn_completed', { origin: 'assign' })],
  ['what a person stopped', {}, sampleEvent('turn_failed', { state: 'interrupted' })],
  ["a worker's failure", { terminal: { role: 'worker' } }, sampleEvent('turn_failed', { origin: 'handoff' })],
  ['an agent that left', {}, sampleEvent('terminal_exited', { exit_code: 0 })],
  ['a message between agents', {}, sampleEvent('post_send_message')],
  ['a flow that ran', {}, sampleEvent('flow_run_finished')],
  ['an old event', {}, sampleEvent('turn_completed', {}, { at: '2029-12-31T22:00:00.000Z' })],
])('%s is no news', async (_what, facts, event) => {
  const { told, emit } = await room(facts);
  await emit(event);
  expect(told).toEqual([]);
});

test('failures of turns, programs and flows are told with what helps', async () => {
  const { told, emit } = await room();
  await emit(sampleEvent('turn_failed', { state: 'failed', error: 'overloaded' }));
  await emit(sampleEvent('terminal_exited', { exit_code: 3, reason: 'it crashed' }));
  const error = { code: 'script_failed', message: 'the gate failed' } as const;
  await emit(sampleEvent('flow_run_finished', { state: 'failed', error }, { session_name: null, terminal_id: null }));
  expect(told.map(({ agent, text, command }) => [agent, text, command])).toEqual([
    ['developer', 'overloaded', 'cao terminal explain bbbbbbbb'],
    ['developer', 'it crashed', 'cao session resume cao-sample'],
    ['flow nightly', 'the gate failed', 'cao flow history nightly'],
  ]);
});

test('the end of a job that a person ordered is told, that of an agent is not', async () => {
  const { told, api, emit } = await room();
  api.paths['/jobs/j_1'] = { agent_profile: 'reviewer', output: 'looks good' };
  await emit(sampleEvent('job_finished', { caller_id: 'aaaaaaaa' }));
  await emit(sampleEvent('job_finished', { caller_id: null, state: 'cancelled' }));
  await emit(sampleEvent('job_finished', { caller_id: null }));
  const error = { code: 'timeout', message: 'it took too long' } as const;
  await emit(sampleEvent('job_finished', { caller_id: null, state: 'timed_out', error }));
  expect(told.map(({ kind, agent, text }) => [kind, agent, text])).toEqual([
    ['finished', 'reviewer', 'looks good'],
    ['failed', 'reviewer', 'it took too long'],
  ]);
});

test('messages are told to who wants them', async () => {
  const { told, emit } = await room({}, { notify: ['message'] });
  await emit(sampleEvent('post_send_message', { message: 'look at line 3' }));
  await emit(sampleEvent('turn_completed'));
  expect(told).toMatchObject([{ agent: 'aaaaaaaa to developer', text: 'look at line 3' }]);
});

test('a server that cannot be asked is another try, not a loss', async () => {
  const { api, emit } = await room();
  api.get = () => Promise.reject(new Error('the server does not listen yet'));
  await expect(emit(sampleEvent('turn_completed'))).rejects.toThrow('not listen');
});

test('what a terminal or a chat would act upon is taken out', async () => {
  const { told, emit } = await room({ turn: { reply: '\u001b[31mred\u001b[0m\u0007 \u202Eevil\r\nend' } });
  await emit(sampleEvent('turn_completed'));
  expect(told.map((notice) => markdownOf(notice))).toEqual(['**developer in cao-sample is done**\n\nred evil\nend']);
});
