import { expect, test } from 'vitest';
import { addFlow, addFlowRun, open } from './support.ts';

test('a name is given once, and again after its flow is removed', () => {
  const state = open();
  const flow = addFlow(state, 'nightly');
  expect(() => addFlow(state, 'nightly')).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(state.flows.byName('nightly')).toEqual(flow);
  state.flows.remove(flow.id);
  expect(state.flows.byName('nightly')).toBeUndefined();
  expect(addFlow(state, 'nightly').id).not.toBe(flow.id);
});

test('flows are listed by their next run, disabled ones last', () => {
  const state = open();
  addFlow(state, 'off', { nextRunAt: null, enabled: false });
  addFlow(state, 'late', { nextRunAt: 30 });
  addFlow(state, 'soon', { nextRunAt: 10 });
  addFlow(state, 'next', { nextRunAt: 20 });
  expect(state.flows.list().map(({ name }) => name)).toEqual(['soon', 'next', 'late', 'off']);
  expect(state.flows.due(20).map(({ name }) => name)).toEqual(['soon', 'next']);
  expect(state.flows.due(9)).toEqual([]);
  expect(state.flows.nextRunAt()).toBe(10);
});

test('without an enabled flow there is no next run', () => {
  const state = open();
  expect(state.flows.nextRunAt()).toBeUndefined();
  const flow = addFlow(state, 'nightly', { nextRunAt: 10 });
  state.flows.update(flow.id, { enabled: false, nextRunAt: null });
  expect(state.flows.nextRunAt()).toBeUndefined();
});

test('a history is that of one flow, newest first, and outlives it', () => {
  const state = open();
  const flow = addFlow(state, 'nightly');
  addFlowRun(state, 'r_1', 'nightly', { startedAt: 1, terminalId: 'aaaaaaaa', endedAt: 2 });
  addFlowRun(state, 'r_3', 'nightly', { startedAt: 3, terminalId: 'aaaaaaaa' });
  addFlowRun(state, 'r_2', 'nightly', { startedAt: 3 });
  addFlowRun(state, 'r_0', 'other', { startedAt: 9 });
  state.flows.remove(flow.id);
  expect(state.flowRuns.list('nightly', 10).map(({ id }) => id)).toEqual(['r_2', 'r_3', 'r_1']);
  expect(state.flowRuns.list('nightly', 1).map(({ id }) => id)).toEqual(['r_2']);
  expect(state.flowRuns.listOpen().map(({ id }) => id)).toEqual(['r_3', 'r_2', 'r_0']);
  expect(state.flowRuns.byTerminal('aaaaaaaa')?.id).toBe('r_3');
});

test('a run keeps its outcome', () => {
  const state = open();
  const run = addFlowRun(state, 'r_1', 'nightly', { prompt: 'do it' });
  const outcome = {
    state: 'failed',
    errorCode: 'script_failed',
    errorMessage: 'no',
    prompt: null,
    endedAt: 7,
  } as const;
  state.flowRuns.update('r_1', outcome);
  expect(state.flowRuns.get('r_1')).toEqual({ ...run, ...outcome });
});
