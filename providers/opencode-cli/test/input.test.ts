import { describe, expect, it } from 'vitest';
import { clear, exit, interrupt, submit } from '../src/input.ts';
import { keysOf } from './keys.ts';

describe('input', () => {
  it('is one paste, then Enter once the box has it', () => {
    expect(submit('one\ntwo')).toMatchObject([
      { type: 'paste', text: 'one\ntwo' },
      { type: 'settle' },
      { key: 'Enter' },
    ]);
  });

  it.each(['look at @src', '@src'])('closes the list of files behind a last word: %s', (text) => {
    expect(submit(text)[0]).toEqual({ type: 'paste', text: `${text} ` });
  });

  it('changes nothing where no list opens', () => {
    for (const text of ['mail me@home', '@src please', 'a ']) expect(submit(text)[0]).toEqual({ type: 'paste', text });
  });

  it('interrupts with two keys that are not one, twice', () => {
    expect(interrupt.map(({ type }) => type)).toEqual(['key', 'settle', 'key', 'settle', 'key', 'settle', 'key']);
    expect(keysOf(interrupt)).toBe('Escape Escape Escape Escape');
  });

  it('leaves from any state, and clears only a full box', () => {
    expect(keysOf(exit)).toBe('Escape C-c C-c C-c');
    expect(keysOf(clear)).toBe('C-c');
  });
});
