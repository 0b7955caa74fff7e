import { expect, it } from 'vitest';
import { lastSpokenLine } from '../src/screen-line.ts';
import { clip, duration, table } from '../src/text.ts';

it('pads columns, shows what is missing as a dash, and keeps one row per row', () => {
  expect(
    table(
      ['A', 'B'],
      [4, 3],
      [
        ['x', null],
        ['long name', 'a\nb\u001b[31m'],
      ],
    ),
  ).toBe('A    B\n--------\nx    -\nlong name a b\\x1b[31m\n');
});

it.each([
  [0, '0s'],
  [59_999, '59s'],
  [125_000, '2m 05s'],
  [3_720_000, '1h 02m'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it.each([
  ['abc', 5, 'abc'],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['한글 텍스트', 5, '한글…'],
  ['', 0, ''],
])('clips %j to %d columns', (text, width, clipped) => {
  expect(clip(text, width)).toBe(clipped);
});

it('reads the words above the input box of an agent', () => {
  const lines = ['● I edit greet.js', '', '✻ Working… (2s)', '╭────╮', '│ > type here │', '╰────╯', '? for shortcuts'];
  expect(lastSpokenLine({ lines, cursor: { row: 4, col: 4, visible: true } })).toBe('✻ Working… (2s)');
  expect(lastSpokenLine({ lines: ['hello there'], cursor: { row: 0, col: 0, visible: true } })).toBe('hello there');
  expect(lastSpokenLine({ lines: ['', '──'], cursor: { row: 1, col: 0, visible: true } })).toBe('');
});
