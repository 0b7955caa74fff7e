import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addMessage, addSession, open, openWithTerminal, tempFolder } from './support.ts';

test('a transaction returns what its work returns and keeps what it wrote', () => {
  const state = open();
  expect(state.transaction(() => addSession(state).id)).toBe(1);
  expect(state.sessions.list()).toHaveLength(1);
});

test('a throw rolls everything back, of every repository', () => {
  const { state, session } = openWithTerminal();
  const work = () =>
    state.transaction(() => {
      addMessage(state, 'aaaaaaaa', 'lost');
      state.sessions.markDeleted(session.id, 5);
      state.events.append({ type: 'x', at: 1, sessionName: null, terminalId: null, data: {} });
      throw new Error('no');
    });

  expect(work).toThrow('no');
  expect(state.messages.list('aaaaaaaa', { limit: 10 })).toEqual([]);
  expect(state.sessions.list()).toEqual([session]);
  expect(state.events.lastId()).toBe(0);
});

test('a nested call joins the outer transaction', () => {
  const state = open();
  const work = () =>
    state.transaction(() => {
      state.transaction(() => addSession(state));
      throw new Error('outer');
    });
  expect(work).toThrow('outer');
  expect(state.sessions.list()).toEqual([]);
});

test('a nested throw rolls back the whole even when the outer part caught it', () => {
  const state = open();
  const work = () =>
    state.transaction(() => {
      addSession(state, { name: 'cao-outer' });
      try {
        state.transaction(() => {
          addSession(state, { name: 'cao-inner' });
          throw new Error('inner');
        });
      } catch {
        return 'swallowed';
      }
      return 'unreachable';
    });
  expect(work).toThrow('inner');
  expect(state.sessions.list()).toEqual([]);
  expect(state.transaction(() => addSession(state).name)).toBe('cao-demo');
});

test('work that returns a promise is refused and leaves nothing', () => {
  const state = open();
  expect(() => state.transaction(() => Promise.resolve(addSession(state)))).toThrow('promise');
  expect(state.sessions.list()).toEqual([]);
});

test('another connection sees all of it or nothing', () => {
  const path = join(tempFolder(), 'cao.db');
  const state = open(path);
  const other = open(path);
  state.transaction(() => {
    addSession(state, { name: 'cao-a' });
    expect(other.sessions.list()).toEqual([]);
    addSession(state, { name: 'cao-b' });
  });
  expect(other.sessions.list()).toHaveLength(2);
});
