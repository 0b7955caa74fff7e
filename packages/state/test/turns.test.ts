import { expect, test } from 'vitest';
import { addTerminal, addTurn, openWithTerminal } from './support.ts';

test('turns are numbered inside their terminal and listed newest first', () => {
  const { state, session } = openWithTerminal();
  addTerminal(state, session.id, 'bbbbbbbb');
  addTurn(state, 'aaaaaaaa', 't_1');
  addTurn(state, 'bbbbbbbb', 't_2');
  addTurn(state, 'aaaaaaaa', 't_3');

  expect(state.turns.list('aaaaaaaa', 10).map(({ id, seq }) => [id, seq])).toEqual([
    ['t_3', 2],
    ['t_1', 1],
  ]);
  expect(state.turns.list('aaaaaaaa', 1).map((turn) => turn.id)).toEqual(['t_3']);
  expect(state.turns.last('aaaaaaaa')?.id).toBe('t_3');
  expect(state.turns.last('cccccccc')).toBeUndefined();
});

test('a turn is open until it ended', () => {
  const { state } = openWithTerminal();
  const turns = ['t_1', 't_2', 't_3'].map((id) => addTurn(state, 'aaaaaaaa', id));
  state.turns.update('t_2', { state: 'completed', reply: 'done', replySource: 'signal', endedAt: 5 });

  expect(state.turns.open('aaaaaaaa')).toEqual([turns[0], turns[2]]);
  expect(state.turns.get('t_2')).toMatchObject({ state: 'completed', reply: 'done', endedAt: 5 });
});

test('the last reply is that of the newest turn that has one, be it empty', () => {
  const { state } = openWithTerminal();
  expect(state.turns.lastReplied('aaaaaaaa')).toBeUndefined();
  addTurn(state, 'aaaaaaaa', 't_1', { reply: 'first', endedAt: 1 });
  addTurn(state, 'aaaaaaaa', 't_2', { reply: '', endedAt: 2 });
  addTurn(state, 'aaaaaaaa', 't_3', { error: 'broke', endedAt: 3 });
  expect(state.turns.lastReplied('aaaaaaaa')?.id).toBe('t_2');
});

test('texts and questions come back unchanged', () => {
  const { state } = openWithTerminal();
  const text = 'naïve 日本語 \u{1f680} \u0000 end\n';
  const question = { kind: 'permission' as const, text: 'Run?', options: [{ key: '1', label: 'Yes' }] };
  const turn = addTurn(state, 'aaaaaaaa', 't_1', { text, question });
  expect(state.turns.get('t_1')).toEqual(turn);
  expect(turn).toMatchObject({ text, question });
});
