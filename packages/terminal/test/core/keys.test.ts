import { expect, test } from 'vitest';
import { isKeyName, keyBytes } from '../../src/core/keys.ts';

const NORMAL = { applicationCursor: false };

test('each name is the byte sequence of a terminal of type xterm', () => {
  const names = [
    'Enter Escape Tab BTab Space Backspace Up Down Right Left Home End PageUp PageDown',
    'C-a C-Z C-Space C-[ C-\\ C-] C-^ C-_ C-/ C-? C-Backspace C-Left M-b M-Enter M-Backspace M-Up C-M-x M-C-x M-- M-é C-PageUp',
  ].flatMap((line) => line.split(' '));
  expect(names.map((name) => [name, keyBytes(name, NORMAL)])).toEqual([
    ['Enter', '\r'],
    ['Escape', '\x1b'],
    ['Tab', '\t'],
    ['BTab', '\x1b[Z'],
    ['Space', ' '],
    ['Backspace', '\x7f'],
    ['Up', '\x1b[A'],
    ['Down', '\x1b[B'],
    ['Right', '\x1b[C'],
    ['Left', '\x1b[D'],
    ['Home', '\x1b[H'],
    ['End', '\x1b[F'],
    ['PageUp', '\x1b[5~'],
    ['PageDown', '\x1b[6~'],
    ['C-a', '\x01'],
    ['C-Z', '\x1a'],
    ['C-Space', '\0'],
    ['C-[', '\x1b'],
    ['C-\\', '\x1c'],
    ['C-]', '\x1d'],
    ['C-^', '\x1e'],
    ['C-_', '\x1f'],
    ['C-/', '\x1f'],
    ['C-?', '\x7f'],
    ['C-Backspace', '\b'],
    ['C-Left', '\x1b[1;5D'],
    ['M-b', '\x1bb'],
    ['M-Enter', '\x1b\r'],
    ['M-Backspace', '\x1b\x7f'],
    ['M-Up', '\x1b[1;3A'],
    ['C-M-x', '\x1b\x18'],
    ['M-C-x', '\x1b\x18'],
    ['M--', '\x1b-'],
    ['M-é', '\x1bé'],
    ['C-PageUp', '\x1b[5;5~'],
  ]);
});

test('application mode changes cursor keys without modifiers only', () => {
  const application = { applicationCursor: true };
  expect(keyBytes('Up', application)).toBe('\x1bOA');
  expect(keyBytes('End', application)).toBe('\x1bOF');
  expect(keyBytes('C-Up', application)).toBe('\x1b[1;5A');
  expect(keyBytes('PageUp', application)).toBe('\x1b[5~');
});

test('what is no key is refused', () => {
  const names = [
    '',
    'a',
    'enter',
    'F1',
    'C-',
    'C-C-a',
    'C-Enter',
    'C-1',
    'M-ab',
    'M-\x1b',
    'toString',
    'C-constructor',
  ];
  expect(names.filter((name) => isKeyName(name))).toEqual([]);
});
