import { expect, test } from 'vitest';
import { digestMs } from '../src/agent/typing.ts';

test('a prompt is given time by its length: a short one none to speak of, a huge one not for ever', () => {
  expect(digestMs('go on')).toBeLessThan(100);
  expect(digestMs('x'.repeat(18_000))).toBeGreaterThan(30_000);
  expect(digestMs('x'.repeat(1_000_000))).toBe(60_000);
});
