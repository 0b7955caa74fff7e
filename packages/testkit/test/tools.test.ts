import { expect, test } from 'vitest';
import { eventually, seededRandom } from '../src/index.ts';

test('eventually tries again until it neither throws nor returns false', async () => {
  const answers = [false, new Error('not yet'), 0];
  const value = await eventually(
    () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    { intervalMs: 1 },
  );
  expect(value).toBe(0);
});

test('eventually gives up with the last reason', async () => {
  const failing = (): never => {
    throw new Error('still no file');
  };
  await expect(eventually(failing, { timeoutMs: 5 })).rejects.toThrow('not within 5 ms: still no file');
});

test('the same seed gives the same numbers, and they are even', () => {
  const numbers = Array.from({ length: 10_000 }, seededRandom(7).next);
  expect(Array.from({ length: 10_000 }, seededRandom(7).next)).toEqual(numbers);
  expect(Array.from({ length: 10_000 }, seededRandom(8).next)).not.toEqual(numbers);
  const buckets = Array.from({ length: 10 }, (_, index) => numbers.filter((n) => Math.floor(n * 10) === index).length);
  expect(Math.min(...buckets)).toBeGreaterThan(850);
  expect(Math.max(...buckets)).toBeLessThan(1150);
});

test('shuffle keeps every item', () => {
  const { shuffle, int } = seededRandom(1);
  const items = Array.from({ length: 50 }, (_, index) => index);
  expect(shuffle(items)).not.toEqual(items);
  expect([...shuffle(items)].sort((a, b) => a - b)).toEqual(items);
  expect(Math.max(...items.map(() => int(3)))).toBe(2);
});
