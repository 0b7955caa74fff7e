import { expect, test } from 'vitest';
import { Emulator } from '../../src/core/emulator.ts';
import { Passage } from '../../src/core/passage.ts';

const ROWS = 5;

/** Draws `before`, remembers the screen, draws `after`, and asks whether that ran through it. */
async function runsThrough(before: string, after: string): Promise<boolean> {
  const ignored = (): void => {};
  const handlers = { onReply: ignored, onTitle: ignored, onNotification: ignored, onFault: ignored };
  const emulator = new Emulator({ ...handlers, size: { cols: 20, rows: ROWS }, scrollback: 10 });
  const draw = (text: string): Promise<void> => {
    emulator.feed(Buffer.from(text), ignored);
    return new Promise((resolve) => emulator.whenParsed(resolve));
  };
  const passage = new Passage(emulator);
  await draw(before);
  passage.mark(0);
  await draw(after);
  emulator.dispose();
  return passage.through;
}

function lines(from: number, count: number): string {
  return Array.from({ length: count }, (_, n) => `line ${from + n}\r\n`).join('');
}

test('a screenful of new lines ran through, one line less did not', async () => {
  expect(await runsThrough(lines(0, 20), lines(20, ROWS))).toBe(true);
  expect(await runsThrough(lines(0, 20), lines(20, ROWS - 1))).toBe(false);
});

test.each([
  ['the last row', '\x1b[1;4r\x1b[5;1Hstatus\x1b[4;1H'],
  ['the row above the last', '\x1b[1;3r\x1b[4;1Hcontinue? [y/n]\x1b[3;1H'],
  ['the first row', '\x1b[2;5rtitle\x1b[5;1H'],
])('text that scrolls while %s stands still does not run through', async (_, frame) => {
  expect(await runsThrough(`${lines(0, 20)}${frame}${lines(20, 9)}`, lines(29, 20))).toBe(false);
});

test('what is drawn anew in its place does not run through', async () => {
  const frame = (n: number): string => `\x1b[Hone ${n}\x1b[2;1Htwo ${n}\x1b[5;1Hthree ${n}`;
  expect(await runsThrough(frame(0), Array.from({ length: 50 }, (_, n) => frame(n + 1)).join(''))).toBe(false);
});
