import { expect, it } from 'vitest';
import { parseTitle, readTitle } from '../src/title.ts';
import { factsOf } from './records.ts';

const ID = '01a204c1-2985-7fe0-9a1e-558bb2736e5b';

it.each([
  [`Ready | ${ID}`, 'ready'],
  ['Ready', 'ready'],
  ['Ready | fix the build | shop', 'ready'],
  [`Working ⠧ ${ID}`, 'busy'],
  ['Working | shop', 'busy'],
  ['Thinking ⠋ x', 'busy'],
  ['⠹ shop', 'busy'],
  [`Starting ⠋ ${ID}`, 'starting'],
  [`[ ! ] Action Required | ${ID}`, 'waiting'],
  ['[ . ] Action Required | shop', 'waiting'],
  // A folder or a thread may be called anything.
  ['', undefined],
  ['shop', undefined],
  ['Working hours | shop', undefined],
  ['Readiness', undefined],
  ['fix the [ ! ] Action Required title', undefined],
])('%j is %s', (title, state) => {
  expect(parseTitle(title).state).toBe(state);
});

it('tells the conversation once it exists on disk, and only once', () => {
  const facts = factsOf('0.169.0');
  expect(readTitle(`Ready | ${ID}`, facts).map(({ type }) => type)).toEqual(['state']);
  expect(readTitle(`Working ⠧ ${ID}`, facts)[0]).toEqual({ type: 'session', conversationId: ID, rule: 'title' });
  expect(readTitle(`Working ⠇ ${ID}`, { ...facts, conversationId: ID }).map(({ type }) => type)).toEqual(['state']);
});

it('says nothing while servers are starting: input is taken all the same', () => {
  expect(readTitle(`Starting ⠋ ${ID}`, factsOf('0.169.0'))).toEqual([]);
});
