import { expect, test } from 'vitest';
import { provenAt } from '../src/launch/version.ts';

test.each([
  ['2.1.330', ['2.1.330', '2.1.197'], 'yes'],
  ['2.1.331', ['2.1.330', '2.1.197'], 'newer'],
  ['2.1.200', ['2.1.330', '2.1.197'], 'between'],
  ['2.1.9', ['2.1.330', '2.1.197'], 'older'],
  ['2.2', ['2.1.330'], 'newer'],
  ['1.0.0-beta.3', ['1.0.0'], 'yes'],
  ['nonsense', ['1.0.0'], 'unknown'],
  [undefined, ['1.0.0'], 'unknown'],
  ['1.0.0', [], 'unknown'],
] as const)('%s beside %j is %s', (version, proven, expected) => {
  expect(provenAt(version, proven)).toBe(expected);
});
