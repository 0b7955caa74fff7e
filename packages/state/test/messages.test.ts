import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addMessage, addTerminal, open, openWithTerminal, tempFolder } from './support.ts';

const claim = { by: 'server-1', now: 100, until: 200 };

test('a new message is pending and unclaimed', () => {
  const { state } = openWithTerminal();
  expect(addMessage(state, 'aaaaaaaa', 'one')).toEqual({
    id: 1,
    senderId: 'bbbbbbbb',
    receiverId: 'aaaaaaaa',
    message: 'one',
    orchestrationType: 'send_message',
    status: 'pending',
    claimedBy: null,
    claimedUntil: null,
    attempts: 0,
    turnId: null,
    reason: null,
    createdAt: 1_000_000,
    deliveredAt: null,
  });
});

test('only the oldest pending message can be claimed, and only once', () => {
  const { state } = openWithTerminal();
  const first = addMessage(state, 'aaaaaaaa', 'one');
  const second = addMessage(state, 'aaaaaaaa', 'two');

  expect(state.messages.claim('aaaaaaaa', claim)).toEqual({
    ...first,
    claimedBy: 'server-1',
    claimedUntil: 200,
    attempts: 1,
  });
  expect(state.messages.claim('aaaaaaaa', { ...claim, by: 'server-2' })).toBeUndefined();

  state.messages.update(first.id, { status: 'delivered', claimedBy: null, claimedUntil: null, deliveredAt: 150 });
  expect(state.messages.claim('aaaaaaaa', claim)?.id).toBe(second.id);
});

test('a claim that ran out can be taken over; one that was released at once', () => {
  const { state } = openWithTerminal();
  const { id } = addMessage(state, 'aaaaaaaa', 'one');
  state.messages.claim('aaaaaaaa', claim);

  expect(state.messages.claim('aaaaaaaa', { by: 'server-2', now: 199, until: 300 })).toBeUndefined();
  expect(state.messages.claim('aaaaaaaa', { by: 'server-2', now: 200, until: 300 })).toMatchObject({
    claimedBy: 'server-2',
    attempts: 2,
  });

  state.messages.release(id, 'the terminal was busy');
  expect(state.messages.get(id)).toMatchObject({
    claimedBy: null,
    claimedUntil: null,
    reason: 'the terminal was busy',
  });
  expect(state.messages.claim('aaaaaaaa', { by: 'server-3', now: 201, until: 300 })?.attempts).toBe(3);
});

test('releasing a message that was delivered meanwhile changes nothing', () => {
  const { state } = openWithTerminal();
  const { id } = addMessage(state, 'aaaaaaaa', 'one');
  state.messages.update(id, { status: 'delivered', deliveredAt: 150 });
  const delivered = state.messages.get(id);
  state.messages.release(id, 'late');
  expect(state.messages.get(id)).toEqual(delivered);
});

test('queues of different receivers do not hold each other up', () => {
  const { state, session } = openWithTerminal();
  addTerminal(state, session.id, 'cccccccc');
  addMessage(state, 'aaaaaaaa', 'for a');
  addMessage(state, 'cccccccc', 'for c');
  state.messages.claim('aaaaaaaa', claim);
  expect(state.messages.claim('cccccccc', claim)?.message).toBe('for c');
});

test('two connections that race for one queue never get the same message, and get all in order', () => {
  const path = join(tempFolder(), 'cao.db');
  const { state } = openWithTerminal(path);
  const other = open(path);
  const sent = Array.from({ length: 50 }, (_, index) => addMessage(state, 'aaaaaaaa', `m${index}`).id);

  const received: number[] = [];
  for (let round = 0; received.length < sent.length; round += 1) {
    const pair = round % 2 === 0 ? [state, other] : [other, state];
    const claims = pair.map(({ messages }, index) => messages.claim('aaaaaaaa', { ...claim, by: `s${index}` }));
    expect(claims[1]).toBeUndefined();
    received.push(claims[0]!.id);
    pair[1]!.messages.update(claims[0]!.id, { status: 'delivered', deliveredAt: 150 });
  }
  expect(received).toEqual(sent);
});

test('lists are oldest first, bounded, and by status', () => {
  const { state } = openWithTerminal();
  const messages = ['one', 'two', 'three'].map((text) => addMessage(state, 'aaaaaaaa', text));
  state.messages.update(2, { status: 'failed', reason: 'refused' });

  expect(state.messages.list('aaaaaaaa', { limit: 2 }).map((message) => message.id)).toEqual([1, 2]);
  expect(state.messages.list('aaaaaaaa', { limit: 10, status: 'pending' })).toEqual([messages[0], messages[2]]);
  expect(state.messages.list('aaaaaaaa', { limit: 10, status: 'failed' })).toMatchObject([{ reason: 'refused' }]);
  expect(state.messages.list('cccccccc', { limit: 10 })).toEqual([]);
});

test('pending messages are counted per receiver and failed together, oldest first', () => {
  const { state, session } = openWithTerminal();
  addTerminal(state, session.id, 'cccccccc');
  for (const text of ['one', 'two', 'three']) addMessage(state, 'aaaaaaaa', text);
  addMessage(state, 'cccccccc', 'other');
  state.messages.update(1, { status: 'delivered', deliveredAt: 1 });
  state.messages.claim('aaaaaaaa', claim);

  expect(state.messages.pendingCount('aaaaaaaa')).toBe(2);
  expect(state.messages.pendingReceivers().sort()).toEqual(['aaaaaaaa', 'cccccccc']);
  expect(state.messages.failPending('aaaaaaaa', 'terminal gone')).toMatchObject([
    { id: 2, status: 'failed', reason: 'terminal gone', claimedBy: null },
    { id: 3, status: 'failed', reason: 'terminal gone' },
  ]);
  expect(state.messages.pendingReceivers()).toEqual(['cccccccc']);
  expect(state.messages.get(1)?.status).toBe('delivered');
});

test('a message is found by the turn it became', () => {
  const { state } = openWithTerminal();
  const { id } = addMessage(state, 'aaaaaaaa', 'one');
  expect(state.messages.byTurn('t_1')).toBeUndefined();
  state.messages.update(id, { turnId: 't_1' });
  expect(state.messages.byTurn('t_1')?.id).toBe(id);
});

test('whether somebody has sent something since a time', () => {
  const { state } = openWithTerminal();
  addMessage(state, 'aaaaaaaa', 'one');
  expect(state.messages.sentSince('bbbbbbbb', 'aaaaaaaa', 1_000_000)).toBe(true);
  expect(state.messages.sentSince('bbbbbbbb', 'aaaaaaaa', 1_000_001)).toBe(false);
  expect(state.messages.sentSince('cccccccc', 'aaaaaaaa', 0)).toBe(false);
});
