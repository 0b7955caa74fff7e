import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { addSession, addTerminal, open, openWithTerminal, tempFolder } from './support.ts';

test('terminals are numbered inside their session', () => {
  const state = open();
  const one = addSession(state, { name: 'cao-one' });
  const two = addSession(state, { name: 'cao-two' });

  expect(addTerminal(state, one.id, 'aaaaaaaa').seq).toBe(1);
  expect(addTerminal(state, two.id, 'bbbbbbbb').seq).toBe(1);
  expect(addTerminal(state, one.id, 'cccccccc').seq).toBe(2);
  expect(state.terminals.listBySession(one.id).map((terminal) => terminal.id)).toEqual(['aaaaaaaa', 'cccccccc']);
  expect(state.terminals.listLive().map((terminal) => terminal.id)).toEqual(['aaaaaaaa', 'cccccccc', 'bbbbbbbb']);
});

test('a patch changes its columns and nothing else, and nulls come back as null', () => {
  const { state, terminal } = openWithTerminal();
  const patch = {
    autoApprove: true,
    belief: { phase: 'busy' },
    offsets: { signal: { path: 's', offset: 7 } },
    exitCode: 0,
  };
  state.terminals.update(terminal.id, patch);
  expect(state.terminals.get(terminal.id)).toEqual({ ...terminal, ...patch });

  state.terminals.update(terminal.id, { belief: null });
  state.terminals.update(terminal.id, {});
  expect(state.terminals.get(terminal.id)).toEqual({ ...terminal, ...patch, belief: null });
});

test('a JSON column without a value is NULL in the file, not the text null', () => {
  const path = join(tempFolder(), 'cao.db');
  const { state, terminal } = openWithTerminal(path);
  state.terminals.update(terminal.id, { belief: { phase: 'busy' } });
  state.terminals.update(terminal.id, { belief: null });
  const sqlite = new Sqlite(path, { readonly: true });
  expect(sqlite.prepare('select belief from terminals').pluck().all()).toEqual([null]);
  sqlite.close();
});

test('updating a terminal that is gone does nothing', () => {
  const { state, terminal } = openWithTerminal();
  state.terminals.update('ffffffff', { lastActive: 9 });
  expect(state.terminals.listLive()).toEqual([terminal]);
});

test('a deleted terminal is found, but no longer live', () => {
  const { state, session, terminal } = openWithTerminal();
  state.terminals.markDeleted(terminal.id, 5);
  expect(state.terminals.get(terminal.id)).toBeUndefined();
  expect(state.terminals.find(terminal.id)?.deletedAt).toBe(5);
  expect(state.terminals.listLive()).toEqual([]);
  expect(state.terminals.listBySession(session.id)).toEqual([]);
});

test('a terminal without a session is refused', () => {
  expect(() => addTerminal(open(), 42, 'aaaaaaaa')).toThrow('FOREIGN KEY');
});
