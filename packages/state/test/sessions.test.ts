import { expect, test } from 'vitest';
import { addSession, open } from './support.ts';

test('a session is found by name and by id with everything it was given', () => {
  const state = open();
  const session = addSession(state, { name: 'cao-a', env: { TOKEN: 'x' } });

  expect(session).toEqual({
    id: 1,
    name: 'cao-a',
    workingDirectory: '/project',
    env: { TOKEN: 'x' },
    createdAt: 1_000_000,
    deletedAt: null,
  });
  expect(state.sessions.byName('cao-a')).toEqual(session);
  expect(state.sessions.byId(1)).toEqual(session);
  expect(state.sessions.byName('cao-b')).toBeUndefined();
});

test('a live name is taken, a deleted one is free', () => {
  const state = open();
  const first = addSession(state, { name: 'cao-a' });
  expect(() => addSession(state, { name: 'cao-a' })).toThrow(expect.objectContaining({ code: 'conflict' }));

  state.sessions.markDeleted(first.id, 5);
  const second = addSession(state, { name: 'cao-a' });
  expect(state.sessions.byName('cao-a')?.id).toBe(second.id);
  expect(state.sessions.byId(first.id)?.deletedAt).toBe(5);
});

test('the list has the live sessions by creation', () => {
  const state = open();
  const [a, b, c] = ['cao-c', 'cao-b', 'cao-a'].map((name) => addSession(state, { name }));
  state.sessions.markDeleted(b!.id, 5);
  expect(state.sessions.list()).toEqual([a, c]);
});
