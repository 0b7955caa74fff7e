import { expect, test } from 'vitest';
import type { State } from '../src/index.ts';
import { open } from './support.ts';

function append(state: State, sessionName: string | null = null, terminalId: string | null = null, at = 1): number {
  return state.events.append({ type: 'terminal_status', at, sessionName, terminalId, data: { status: 'idle' } }).id;
}

test('events are numbered from one and read back from any point', () => {
  const state = open();
  expect(state.events.lastId()).toBe(0);
  const ids = [append(state), append(state), append(state)];

  expect(ids).toEqual([1, 2, 3]);
  expect(state.events.lastId()).toBe(3);
  expect(state.events.since(1, { limit: 10 }).map((event) => event.id)).toEqual([2, 3]);
  expect(state.events.since(0, { limit: 2 }).map((event) => event.id)).toEqual([1, 2]);
  expect(state.events.since(0, { limit: 1 })).toEqual([
    { id: 1, type: 'terminal_status', at: 1, sessionName: null, terminalId: null, data: { status: 'idle' } },
  ]);
});

test('events are read by session and terminal', () => {
  const state = open();
  append(state, 'cao-a', 'aaaaaaaa');
  append(state, 'cao-a', 'bbbbbbbb');
  append(state, 'cao-b', 'cccccccc');
  const ids = (filter: { terminalId?: string; sessionName?: string }) =>
    state.events.since(0, { limit: 10, ...filter }).map((event) => event.id);

  expect(ids({ sessionName: 'cao-a' })).toEqual([1, 2]);
  expect(ids({ terminalId: 'bbbbbbbb' })).toEqual([2]);
  expect(ids({ terminalId: 'bbbbbbbb', sessionName: 'cao-b' })).toEqual([]);
});

test('ids go on after every event was pruned', () => {
  const state = open();
  append(state);
  append(state);
  state.prune(10);
  expect(state.events.since(0, { limit: 10 })).toEqual([]);
  expect(state.events.lastId()).toBe(2);
  expect(append(state)).toBe(3);
});

test('the place of a plugin is kept, and moves', () => {
  const state = open();
  expect(state.pluginCursors.get('chat')).toBeUndefined();
  state.pluginCursors.set('chat', 4);
  state.pluginCursors.set('other', 1);
  state.pluginCursors.set('chat', 9);
  expect(state.pluginCursors.get('chat')).toBe(9);
  expect(state.pluginCursors.get('other')).toBe(1);
});
