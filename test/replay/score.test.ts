import { expect, test } from 'vitest';
import { score, type Believed, type Truth } from './score.ts';

const TRUTH: Truth[] = [
  { ms: 0, state: 'starting', by: 'launch' },
  { ms: 1000, state: 'idle', by: 'screen' },
  { ms: 2000, state: 'processing', by: 'hook' },
  { ms: 4000, state: 'waiting', by: 'hook' },
  { ms: 6000, state: 'completed', by: 'hook' },
  { ms: 12_000, state: 'exiting', by: 'driver' },
];
const said = (...points: [number, Believed['status']][]): Believed[] =>
  points.map(([ms, status]) => ({ ms, status, reason: '' }));

test('a status that is always right', () => {
  const believed = said(
    [0, 'unknown'],
    [1000, 'idle'],
    [2000, 'processing'],
    [4000, 'waiting_user_answer'],
    [6000, 'completed'],
  );
  expect(score(TRUTH, believed)).toMatchObject({ right: 1, falseCompleted: [], falseIdle: [], missedWaiting: [] });
});

test('what is late costs its time, from the first prompt on', () => {
  const believed = said([1900, 'idle'], [2500, 'processing'], [4000, 'waiting_user_answer'], [6500, 'completed']);
  const { right, delays } = score(TRUTH, believed);
  expect(right).toBeCloseTo(0.9);
  expect(delays).toEqual([
    { to: 'idle', ms: 900 },
    { to: 'processing', ms: 500 },
    { to: 'waiting', ms: 0 },
    { to: 'completed', ms: 500 },
  ]);
});

test('completed or idle at work is false, and a question nobody saw is missed', () => {
  const believed = said(
    [1000, 'idle'],
    [2000, 'processing'],
    [3000, 'completed'],
    [3200, 'processing'],
    [3500, 'idle'],
    [6000, 'completed'],
  );
  expect(score(TRUTH, believed)).toMatchObject({ falseCompleted: [3000], falseIdle: [3500], missedWaiting: [4000] });
});

test('the moment after a key counts for nobody', () => {
  const truth = TRUTH.map((point) => (point.state === 'completed' ? { ...point, by: 'key (interrupted)' } : point));
  const believed = said([1000, 'idle'], [2000, 'processing'], [4000, 'waiting_user_answer'], [6400, 'completed']);
  expect(score(truth, believed).right).toBe(1);
});
