import { expect, test } from 'vitest';
import type { Capture } from '../../src/core/capture.ts';
import { Emulator } from '../../src/core/emulator.ts';

interface Screen {
  readonly emulator: Emulator;
  readonly replies: string[];
  readonly feed: (text: string | Uint8Array) => Promise<Capture>;
}

function createScreen(size = { cols: 20, rows: 5 }): Screen {
  const replies: string[] = [];
  const emulator = new Emulator({
    size,
    scrollback: 10,
    onReply: (data) => replies.push(data),
    onTitle: () => {},
    onNotification: () => {},
    onFault: (error) => {
      throw error;
    },
  });
  const feed: Screen['feed'] = async (text) => {
    emulator.feed(Buffer.from(text), () => {});
    await new Promise<void>((resolve) => emulator.whenParsed(resolve));
    return emulator.capture();
  };
  return { emulator, replies, feed };
}

/** Asks a screen for its modes, as a program would. */
async function modesOf({ feed, replies }: Screen, modes: readonly number[]): Promise<string[]> {
  replies.length = 0;
  await feed(modes.map((mode) => `\x1b[?${mode}$p`).join(''));
  return [...replies];
}

const MODES = [1, 25, 1000, 1002, 1003, 1004, 1006, 1049, 2004];

test.each([
  ['text, colours and a cursor in the middle', 'one\r\n\x1b[1;31mtwo\x1b[0m\r\nthree\x1b[2;3H'],
  ['a hidden cursor and a title', '\x1b]2;the title\x07hello\x1b[?25l'],
  ['the alternate screen', 'main\x1b[?1049h\x1b[2;2Hother'],
  ['modes for keys, mouse, focus and paste', '\x1b[?1h\x1b[?1002h\x1b[?1006h\x1b[?1004h\x1b[?2004hx'],
  ['margins', '1\r\n2\r\n3\r\n4\r\n5\x1b[2;4r\x1b[4;1H'],
  ['wide characters and faint text', '日本 ✅ \x1b[2mfaint\x1b[0m'],
  ['scrolled text', Array.from({ length: 12 }, (_, n) => `line ${n}`).join('\r\n')],
])('a second screen that is sent a serialised one looks and acts the same: %s', async (_, text) => {
  const first = createScreen();
  const expected = await first.feed(text);
  const second = createScreen();
  await second.feed('rubbish\x1b[?1049h\x1b[?1003h\x1b[3;5r\x1b[31;7m\x1b[?25lmore\r\n\r\n\r\n');
  const drawn = await second.feed(first.emulator.serialize({ scrollback: false }));
  expect(drawn).toEqual(expected);
  expect(await modesOf(second, MODES)).toEqual(await modesOf(first, MODES));
  // What comes next must look the same as well: attributes, margins and cursor are where they were.
  expect(await second.feed('more\r\nlines\n\nagain')).toEqual(await first.feed('more\r\nlines\n\nagain'));
});

test('characters have the width that programs reckon with', async () => {
  const { feed } = createScreen({ cols: 40, rows: 2 });
  const { cursor } = await feed('a✅😀日❯⏺');
  expect(cursor.col).toBe(1 + 2 + 2 + 2 + 1 + 1);
});

test('a callback that throws is reported, and parsing goes on', async () => {
  const faults: unknown[] = [];
  const emulator = new Emulator({
    size: { cols: 20, rows: 2 },
    scrollback: 0,
    onReply: () => {
      throw new Error('reply');
    },
    onTitle: () => {},
    onNotification: () => {},
    onFault: (error) => faults.push(error),
  });
  emulator.feed(Buffer.from('\x1b[cafter'), () => {
    throw new Error('parsed');
  });
  await new Promise<void>((resolve) => emulator.whenParsed(resolve));
  expect(faults.map(String)).toEqual(['Error: reply', 'Error: parsed']);
  expect(emulator.capture().lines[0]).toBe('after');
});

test('whoever waits for parsing is called at disposal', async () => {
  const { emulator } = createScreen();
  emulator.feed(Buffer.from('x'), () => {});
  const waiting = new Promise<void>((resolve) => emulator.whenParsed(resolve));
  emulator.dispose();
  await waiting;
});
