import { describe, expect, it } from 'vitest';
import { createKeyReader, type KeyEvent } from '../../src/program/keys.ts';

const START = '\x1b[200~';
const END = '\x1b[201~';

/** Feeds bytes cut into pieces of one size and joins typed text, since its cuts mean nothing. */
function read(bytes: Buffer, piece: number): KeyEvent[] {
  const reader = createKeyReader();
  const events: KeyEvent[] = [];
  for (let at = 0; at < bytes.length; at += piece) {
    for (const event of reader.feed(bytes.subarray(at, at + piece))) {
      const last = events.at(-1);
      if (event.type === 'text' && last?.type === 'text') {
        events[events.length - 1] = { type: 'text', bytes: last.bytes + event.bytes };
      } else events.push(event);
    }
  }
  return [...events, ...reader.flush()];
}

const latin = (text: string) => Buffer.from(text).toString('latin1');

describe('the key reader', () => {
  it('tells keys, text and pastes apart, wherever the chunks are cut', () => {
    const pasted = `two\nlines\twith 漢字 👩‍👩‍👧 and [201~ inside`;
    const bytes = Buffer.from(
      `héy\x7f${START}${pasted}${END}\r\x1b[A\x1bOB\x1b[1;5C\x1b\r\x03\x1b]11;rgb:1/2/3\x07\x1b[?1;2cz`,
    );
    const whole = read(bytes, bytes.length);
    expect(whole).toEqual([
      { type: 'text', bytes: latin('héy') },
      { type: 'key', key: 'Backspace' },
      { type: 'paste', bytes: latin(pasted) },
      { type: 'key', key: 'Enter' },
      { type: 'key', key: 'Up' },
      { type: 'key', key: 'Down' },
      { type: 'key', key: 'Right' },
      { type: 'key', key: 'Newline' },
      { type: 'key', key: 'C-c' },
      { type: 'text', bytes: 'z' },
    ]);
    for (let piece = 1; piece <= 16; piece += 1) expect(read(bytes, piece)).toEqual(whole);
  });

  it('takes an escape byte for the Escape key only when nothing follows', () => {
    const reader = createKeyReader();
    expect(reader.feed(Buffer.from('\x1b'))).toEqual([]);
    expect(reader.pending()).toBe(true);
    expect(reader.flush()).toEqual([{ type: 'key', key: 'Escape' }]);
    expect(reader.pending()).toBe(false);
    expect(reader.feed(Buffer.from('\x1b'))).toEqual([]);
    expect(reader.feed(Buffer.from('[A'))).toEqual([{ type: 'key', key: 'Up' }]);
    expect(reader.feed(Buffer.from('\x1b\x1b'))).toEqual([{ type: 'key', key: 'Escape' }]);
    expect(reader.flush()).toEqual([{ type: 'key', key: 'Escape' }]);
  });

  it('waits for the end of a paste, however long', () => {
    const reader = createKeyReader();
    expect(reader.feed(Buffer.from(START))).toEqual([]);
    for (let part = 0; part < 200; part += 1) expect(reader.feed(Buffer.alloc(1000, 'x'))).toEqual([]);
    expect(reader.pending()).toBe(false);
    expect(reader.feed(Buffer.from(`${END}!`))).toEqual([
      { type: 'paste', bytes: 'x'.repeat(200_000) },
      { type: 'text', bytes: '!' },
    ]);
  });
});
