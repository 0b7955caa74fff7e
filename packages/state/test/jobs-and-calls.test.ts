import { expect, test } from 'vitest';
import { addCall, addJob, addTerminal, open, openWithTerminal } from './support.ts';

test('open jobs are listed oldest first, also by terminal', () => {
  const state = open();
  const older = addJob(state, 'j_2', { createdAt: 1, terminalId: 'aaaaaaaa' });
  const newer = addJob(state, 'j_1', { createdAt: 2, terminalId: 'cccccccc' });
  addJob(state, 'j_3', { createdAt: 0, terminalId: 'aaaaaaaa', state: 'succeeded', endedAt: 5 });

  expect(state.jobs.listOpen()).toEqual([older, newer]);
  expect(state.jobs.openByTerminal('aaaaaaaa')).toEqual([older]);
});

test('jobs are listed newest first, by caller and session', () => {
  const state = open();
  addJob(state, 'j_1', { createdAt: 1, callerId: 'aaaaaaaa', sessionName: 'cao-a' });
  addJob(state, 'j_2', { createdAt: 2, callerId: 'aaaaaaaa', sessionName: 'cao-b' });
  addJob(state, 'j_3', { createdAt: 2, sessionName: 'cao-a', endedAt: 9 });
  const ids = (filter: { callerId?: string; sessionName?: string; limit: number }) =>
    state.jobs.list(filter).map((job) => job.id);

  expect(ids({ limit: 10 })).toEqual(['j_3', 'j_2', 'j_1']);
  expect(ids({ limit: 1 })).toEqual(['j_3']);
  expect(ids({ limit: 10, callerId: 'aaaaaaaa' })).toEqual(['j_2', 'j_1']);
  expect(ids({ limit: 10, sessionName: 'cao-a' })).toEqual(['j_3', 'j_1']);
  expect(ids({ limit: 10, sessionName: 'cao-a', callerId: 'aaaaaaaa' })).toEqual(['j_1']);
});

test('a job keeps its outcome', () => {
  const state = open();
  const job = addJob(state, 'j_1');
  const outcome = { state: 'failed', errorCode: 'worker_failed', errorMessage: 'it left', endedAt: 7 } as const;
  state.jobs.update('j_1', outcome);
  expect(state.jobs.get('j_1')).toEqual({ ...job, ...outcome });
});

test('equal calls are the same until their answer was delivered', () => {
  const { state, session } = openWithTerminal();
  addTerminal(state, session.id, 'bbbbbbbb');
  const second = addCall(state, 'aaaaaaaa', 'c_1', { createdAt: 2 });
  const first = addCall(state, 'aaaaaaaa', 'c_2', { createdAt: 1, args: { message: 'do it' } });

  expect(state.calls.undelivered('aaaaaaaa', 'handoff', 'h1')).toEqual([first, second]);
  expect(state.calls.undelivered('bbbbbbbb', 'handoff', 'h1')).toEqual([]);
  expect(state.calls.undelivered('aaaaaaaa', 'assign', 'h1')).toEqual([]);
  expect(state.calls.undelivered('aaaaaaaa', 'handoff', 'h2')).toEqual([]);

  const answer = { result: { output: 'done' }, endedAt: 3, deliveredAt: 4 };
  state.calls.update('c_2', answer);
  expect(state.calls.undelivered('aaaaaaaa', 'handoff', 'h1')).toEqual([second]);
  expect(state.calls.get('c_2')).toEqual({ ...first, ...answer });
});

test('a call is found by the job it started', () => {
  const { state } = openWithTerminal();
  addCall(state, 'aaaaaaaa', 'c_1');
  expect(state.calls.byJob('j_1')).toBeUndefined();
  state.calls.update('c_1', { jobId: 'j_1' });
  expect(state.calls.byJob('j_1')?.id).toBe('c_1');
});
