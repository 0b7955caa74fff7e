import { expect, test } from 'vitest';
import { lastWords } from '../src/server/last-words.ts';

test.each([
  ['', 'it ended without a word', []],
  ['Error: The port is taken.\n', 'The port is taken.', []],
  ['starts\nError: No SQLite.\nRun npm rebuild.\nThen again.\n', 'No SQLite.', ['Run npm rebuild.', 'Then again.']],
  ['Error: TypeError: x is no function\n    at main (a.js:1:1)\n', 'TypeError: x is no function', []],
  ['Error: first\nError: second\n', 'second', []],
  ['killed', 'killed', []],
])('of %j', (output, reason, advice) => {
  expect(lastWords(output)).toEqual({ reason, advice });
});
