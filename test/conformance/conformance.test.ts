import { expect, test } from 'vitest';
import { proofProblems, proofRows } from '../support/proof-table.ts';

const rows = proofRows('docs/conformance.md');

test('every statement of the session skill has a number of its own', () => {
  expect(rows.length).toBeGreaterThan(60);
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, at) => String(at + 1)));
});

test.each(rows)('$number: $what', (row) => {
  expect(proofProblems(row)).toEqual([]);
});

test('a statement without a test is told', () => {
  const row = { number: '1', what: 'it works', where: '`package.json`', proof: '' };
  expect(proofProblems(row)).toEqual(['names no test']);
  const untrue = { ...row, proof: '`package.json` › `it works`' };
  expect(proofProblems(untrue)).toEqual(["package.json has no test 'it works'"]);
  expect(proofProblems({ ...row, where: '`nowhere/at-all`', proof: 'Reason: it is decided elsewhere' })).toEqual([
    'nowhere/at-all does not exist',
  ]);
});
