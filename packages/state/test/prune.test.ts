import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import {
  addCall,
  addFlow,
  addFlowRun,
  addJob,
  addMessage,
  addSession,
  addTerminal,
  addTurn,
  openWithTerminal,
  tempFolder,
} from './support.ts';

const OLD = 10;
const CUT = 100;
const RECENT = 1000;

test('everything that ended before the cut goes', () => {
  const path = join(tempFolder(), 'cao.db');
  const { state, session } = openWithTerminal(path);
  addTurn(state, 'aaaaaaaa', 't_1', { state: 'completed', endedAt: OLD });
  const message = addMessage(state, 'aaaaaaaa', 'one', OLD);
  state.messages.update(message.id, { status: 'delivered', turnId: 't_1', deliveredAt: OLD });
  addJob(state, 'j_1', { state: 'succeeded', terminalId: 'aaaaaaaa', turnId: 't_1', endedAt: OLD });
  addCall(state, 'aaaaaaaa', 'c_1', { jobId: 'j_1', endedAt: OLD });
  state.events.append({ type: 'x', at: OLD, sessionName: null, terminalId: 'aaaaaaaa', data: {} });
  state.terminals.markDeleted('aaaaaaaa', OLD);
  state.sessions.markDeleted(session.id, OLD);

  state.prune(CUT);
  const sqlite = new Sqlite(path, { readonly: true });
  const tables = ['calls', 'events', 'jobs', 'messages', 'sessions', 'terminals', 'turns'];
  const counts = tables.map((table) => sqlite.prepare(`select count(*) from ${table}`).pluck().get());
  sqlite.close();
  expect(counts).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test('recent and open rows stay', () => {
  const { state } = openWithTerminal();
  addTurn(state, 'aaaaaaaa', 't_1', { state: 'completed', endedAt: RECENT });
  addTurn(state, 'aaaaaaaa', 't_2', { submittedAt: OLD });
  addMessage(state, 'aaaaaaaa', 'waits', OLD);
  const delivered = addMessage(state, 'aaaaaaaa', 'just arrived', OLD);
  state.messages.update(delivered.id, { status: 'delivered', deliveredAt: RECENT });
  addJob(state, 'j_1', { createdAt: OLD });
  addCall(state, 'aaaaaaaa', 'c_1', { createdAt: OLD });
  state.events.append({ type: 'x', at: CUT, sessionName: null, terminalId: null, data: {} });

  state.prune(CUT);
  expect(state.turns.list('aaaaaaaa', 10)).toHaveLength(2);
  expect(state.messages.list('aaaaaaaa', { limit: 10 })).toHaveLength(2);
  expect(state.jobs.get('j_1')).toBeDefined();
  expect(state.calls.get('c_1')).toBeDefined();
  expect(state.events.since(0, { limit: 10 })).toHaveLength(1);
  expect(state.terminals.get('aaaaaaaa')).toBeDefined();
});

test('a live row keeps everything it names', () => {
  const { state, session } = openWithTerminal();
  const ended = { state: 'completed', endedAt: OLD } as const;
  // An open call of one deleted terminal holds an ended job, that job its worker and turn.
  addTerminal(state, session.id, 'bbbbbbbb');
  addTurn(state, 'bbbbbbbb', 't_1', ended);
  addJob(state, 'j_1', {
    state: 'succeeded',
    terminalId: 'bbbbbbbb',
    turnId: 't_1',
    callerId: 'aaaaaaaa',
    endedAt: OLD,
  });
  addCall(state, 'aaaaaaaa', 'c_1', { jobId: 'j_1', createdAt: OLD });
  // A pending message holds its receiver, its sender and the turn it is typed by.
  addTerminal(state, session.id, 'cccccccc');
  addTerminal(state, session.id, 'dddddddd');
  addTurn(state, 'cccccccc', 't_2', ended);
  const message = state.messages.insert({
    senderId: 'dddddddd',
    receiverId: 'cccccccc',
    message: 'm',
    orchestrationType: 'send_message',
    createdAt: OLD,
  });
  state.messages.update(message.id, { turnId: 't_2' });
  // A live terminal of a live session holds the one that created it.
  addTerminal(state, session.id, 'eeeeeeee');
  const living = addSession(state, { name: 'cao-living' });
  addTerminal(state, living.id, 'ffffffff', { callerId: 'eeeeeeee' });
  for (const id of ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd', 'eeeeeeee']) state.terminals.markDeleted(id, OLD);
  state.sessions.markDeleted(session.id, OLD);

  state.prune(CUT);
  expect(state.jobs.get('j_1')).toBeDefined();
  expect([state.turns.get('t_1'), state.turns.get('t_2')]).not.toContain(undefined);
  const kept = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd', 'eeeeeeee'].map((id) => state.terminals.find(id)?.id);
  expect(kept).not.toContain(undefined);
  expect(state.sessions.byId(session.id)).toBeDefined();

  // Once nothing holds them, they go.
  state.calls.update('c_1', { endedAt: OLD });
  state.messages.failPending('cccccccc', 'gone');
  state.terminals.markDeleted('ffffffff', OLD);
  state.prune(CUT);
  expect(state.terminals.find('eeeeeeee')).toBeUndefined();
  expect(state.sessions.byId(session.id)).toBeUndefined();
  expect(state.sessions.list()).toEqual([living]);
});

test('a live terminal keeps its last turn and its last reply', () => {
  const { state, session } = openWithTerminal();
  addTurn(state, 'aaaaaaaa', 't_1', { reply: 'older', endedAt: OLD });
  addTurn(state, 'aaaaaaaa', 't_2', { reply: 'last', endedAt: OLD });
  addTurn(state, 'aaaaaaaa', 't_3', { error: 'broke', endedAt: OLD });
  addTurn(state, 'aaaaaaaa', 't_4', { error: 'broke', endedAt: OLD });
  addTerminal(state, session.id, 'bbbbbbbb');
  addTurn(state, 'bbbbbbbb', 't_5', { reply: 'x', endedAt: OLD });
  state.terminals.markDeleted('bbbbbbbb', OLD);

  state.prune(CUT);
  expect(state.turns.list('aaaaaaaa', 10).map((turn) => turn.id)).toEqual(['t_4', 't_2']);
  expect(state.turns.get('t_5')).toBeUndefined();
  expect(addTurn(state, 'aaaaaaaa', 't_6').seq).toBe(5);
});

test('an open job keeps its caller, its worker, and its session by name', () => {
  const { state, session } = openWithTerminal();
  addTerminal(state, session.id, 'bbbbbbbb');
  const next = addSession(state, { name: 'cao-next' });
  addJob(state, 'j_1', { callerId: 'aaaaaaaa', terminalId: 'bbbbbbbb' });
  addJob(state, 'j_2', { sessionName: 'cao-next' });
  for (const id of ['aaaaaaaa', 'bbbbbbbb']) state.terminals.markDeleted(id, OLD);
  for (const { id } of [session, next]) state.sessions.markDeleted(id, OLD);

  state.prune(CUT);
  expect(state.terminals.find('aaaaaaaa')).toBeDefined();
  expect(state.terminals.find('bbbbbbbb')).toBeDefined();
  expect(state.sessions.byId(session.id)).toBeDefined();
  expect(state.sessions.byId(next.id)).toBeDefined();
});

test('runs of flows go when they ended long ago, but for that of a live terminal; flows stay', () => {
  const { state, session } = openWithTerminal();
  addTerminal(state, session.id, 'bbbbbbbb');
  addFlow(state, 'nightly', { createdAt: OLD, nextRunAt: null });
  addTurn(state, 'aaaaaaaa', 't_1', { state: 'completed', endedAt: OLD });
  addTurn(state, 'aaaaaaaa', 't_2', { state: 'completed', endedAt: RECENT });
  addFlowRun(state, 'r_1', 'nightly', { state: 'skipped', endedAt: OLD });
  addFlowRun(state, 'r_2', 'nightly', { state: 'completed', terminalId: 'bbbbbbbb', endedAt: OLD });
  addFlowRun(state, 'r_3', 'nightly', { startedAt: OLD });
  addFlowRun(state, 'r_4', 'nightly', { terminalId: 'aaaaaaaa', turnId: 't_1', endedAt: OLD, startedAt: OLD });
  state.terminals.markDeleted('bbbbbbbb', OLD);

  state.prune(CUT);
  expect(state.flowRuns.list('nightly', 10).map(({ id }) => id)).toEqual(['r_4', 'r_3']);
  expect(state.flows.byName('nightly')).toBeDefined();
  expect(state.turns.get('t_1')).toBeDefined();
  expect(state.terminals.find('bbbbbbbb')).toBeUndefined();
});
