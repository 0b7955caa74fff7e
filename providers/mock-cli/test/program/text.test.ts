import { describe, expect, it } from 'vitest';
import { cells, clip, printable, wrap } from '../../src/program/text.ts';

describe('text on a grid', () => {
  it.each([
    ['plain', 5],
    ['漢字', 4],
    ['✅⌚', 4],
    ['⚠', 1],
    ['e\u0301', 1],
    ['👩\u200d👧', 4],
    ['─╭│', 3],
  ])('%j takes %i cells', (text, width) => {
    expect(cells(text)).toBe(width);
  });

  it('is cut and wrapped between characters, never inside a wide one', () => {
    expect(clip('漢字漢字', 6)).toBe('漢字…');
    expect(clip('fits', 4)).toBe('fits');
    expect(wrap('a漢字b\n\nc', 4)).toEqual(['a漢', '字b', '', 'c']);
    expect(wrap('', 4)).toEqual(['']);
  });

  it('holds nothing that moves the cursor', () => {
    expect(printable('a\tb\r\nc\x1b[2J\x07\x7f\x9b')).toBe('a    b\nc␛[2J␇␡␡');
  });
});
