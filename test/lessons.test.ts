import { expect, test } from 'vitest';
import { proofProblems, proofRows } from './support/proof-table.ts';

const rows = proofRows('docs/lessons.md');

test('every lesson has a number of its own', () => {
  expect(rows.length).toBeGreaterThan(250);
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, at) => String(at + 1)));
});

test.each(rows)('$number: $what', (row) => {
  expect(proofProblems(row)).toEqual([]);
});
