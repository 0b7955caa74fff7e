import { expect, test, vi } from 'vitest';
import { ViewerKeyboard } from '../../src/core/viewer-keyboard.ts';

interface Passed {
  text: string;
  typed: boolean;
  submitted: boolean;
}

/** What the program gets of these pieces. */
function pass(...pieces: (string | Buffer)[]): Passed[] {
  const passed: Passed[] = [];
  const keyboard = new ViewerKeyboard(({ bytes, typed, submitted }) => {
    passed.push({ text: Buffer.from(bytes).toString(), typed, submitted });
  });
  vi.useFakeTimers();
  try {
    for (const piece of pieces) keyboard.accept(Buffer.from(piece));
    vi.runAllTimers();
    keyboard.close();
  } finally {
    vi.useRealTimers();
  }
  return passed;
}

const text = (...pieces: (string | Buffer)[]): string =>
  pass(...pieces)
    .map((part) => part.text)
    .join('');

test('keys and text pass as they are', () => {
  const keys = [
    'a',
    'ü日😀',
    '\x1b',
    '\x1b[A',
    '\x1bOA',
    '\x1b[1;5C',
    '\x1b[3~',
    '\x1b[15~',
    '\x1bb',
    '\x1b[Z',
    '\x1b[13;2u',
  ];
  for (const key of keys) expect(pass(key)).toEqual([{ text: key, typed: true, submitted: false }]);
});

test('a character cut in two stays whole', () => {
  const [first, second] = [Buffer.from('日').subarray(0, 1), Buffer.from('日').subarray(1)];
  const keyboard: Buffer[] = [];
  const reader = new ViewerKeyboard(({ bytes }) => keyboard.push(Buffer.from(bytes)));
  reader.accept(first);
  reader.accept(second);
  expect(Buffer.concat(keyboard).toString()).toBe('日');
});

test('answers of the terminal are dropped, however they are cut', () => {
  const answers = [
    '\x1b[?1;2c',
    '\x1b[>0;276;0c',
    '\x1b[=0c',
    '\x1b[24;80R',
    '\x1b[?24;80R',
    '\x1b[0n',
    '\x1b[?997;1n',
    '\x1b[?2026;2$y',
    '\x1b[?0u',
    '\x1b[8;24;80t',
    '\x1b]11;rgb:ffff/ffff/ffff\x07',
    '\x1b]52;c;aGVsbG8=\x1b\\',
    '\x1bP1$r0m\x1b\\',
    '\x1b_Gi=31;OK\x1b\\',
  ];
  for (const answer of answers) {
    expect(pass(answer)).toEqual([]);
    expect(text(`a${answer}b`)).toBe('ab');
    for (let cut = 2; cut < answer.length; cut++) expect(text(answer.slice(0, cut), answer.slice(cut))).toBe('');
  }
});

test('what only looks like the beginning of an answer is typed after a moment', () => {
  expect(pass('\x1b[')).toEqual([{ text: '\x1b[', typed: true, submitted: false }]);
  expect(text('\x1b]', 'x')).toBe('\x1b]x');
});

test('focus and mouse pass without counting as typed', () => {
  for (const report of ['\x1b[I', '\x1b[O', '\x1b[<0;10;20M', '\x1b[<0;10;20m', '\x1b[M !!', '\x1b[32;10;20M']) {
    expect(pass(report)).toEqual([{ text: report, typed: false, submitted: false }]);
  }
});

test('an Enter counts as submitted, a line end inside a paste does not', () => {
  expect(pass('\r')).toEqual([{ text: '\r', typed: true, submitted: true }]);
  expect(pass('\x1b[13u')).toMatchObject([{ submitted: true }]);
  expect(pass('\n')).toMatchObject([{ submitted: false }]);
  expect(pass('\x1b[200~one\rtwo', 'three\r\x1b[201~')).toMatchObject([{ submitted: false }, { submitted: false }]);
  expect(pass('\x1b[200~one\x1b[201~\r')).toMatchObject([{ typed: true, submitted: true }]);
});
