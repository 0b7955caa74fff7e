import { expect, test } from 'vitest';
import { unfinishedTail } from '../../src/core/stream-cut.ts';

const tail = (text: string): string => Buffer.from(unfinishedTail(Buffer.from(text))).toString();

test('an unfinished sequence at the end is found, a finished one is not', () => {
  const cases = ['', 'abc', 'a\x1b', 'a\x1b[', 'a\x1b[3', 'a\x1b[38;5;', 'a\x1b[31m', 'a\x1b[?25', 'a\x1b(', 'a\x1b(B'];
  const texts = [
    'a\x1b]0;ti',
    'a\x1b]0;title\x07',
    'a\x1b]0;title\x1b',
    'a\x1b]0;title\x1b\\',
    'a\x1bP1$r0m',
    'a\x1b7',
  ];
  expect([...cases, ...texts].map((text) => [text, tail(text)])).toEqual([
    ['', ''],
    ['abc', ''],
    ['a\x1b', '\x1b'],
    ['a\x1b[', '\x1b['],
    ['a\x1b[3', '\x1b[3'],
    ['a\x1b[38;5;', '\x1b[38;5;'],
    ['a\x1b[31m', ''],
    ['a\x1b[?25', '\x1b[?25'],
    ['a\x1b(', '\x1b('],
    ['a\x1b(B', ''],
    ['a\x1b]0;ti', '\x1b]0;ti'],
    ['a\x1b]0;title\x07', ''],
    ['a\x1b]0;title\x1b', '\x1b]0;title\x1b'],
    ['a\x1b]0;title\x1b\\', ''],
    ['a\x1bP1$r0m', '\x1bP1$r0m'],
    ['a\x1b7', ''],
  ]);
});

test('an unfinished character at the end is found at every cut', () => {
  for (const character of ['a', 'ü', '日', '😀']) {
    const bytes = Buffer.from(`x${character}`);
    for (let cut = 1; cut <= bytes.length; cut++) {
      const expected = cut === bytes.length ? 0 : cut - 1;
      expect(unfinishedTail(bytes.subarray(0, cut))).toHaveLength(expected);
    }
  }
});
