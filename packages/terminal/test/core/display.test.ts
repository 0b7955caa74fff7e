import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Display } from '../../src/core/display.ts';

let directory = '';
let brakes: boolean[] = [];
let display: Display;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cao-display-'));
  brakes = [];
  display = new Display({
    size: { cols: 40, rows: 5 },
    scrollback: 10,
    logPath: join(directory, 'a.log'),
    onBrake: (on) => brakes.push(on),
    onReply: () => {},
    onTitle: () => {},
    onNotification: () => {},
    onFault: () => {},
    warn: () => {},
  });
});
afterEach(() => {
  display.close();
  rmSync(directory, { recursive: true });
});

test('the brake is pulled when a megabyte waits to be drawn, and released when most of it is', async () => {
  const chunk = Buffer.from('some text of a line\r\n'.repeat(200));
  let fed = 0;
  while (brakes.length === 0) {
    display.output(chunk);
    fed += chunk.length;
    expect(fed).toBeLessThan(2 * 1024 * 1024);
  }
  expect(brakes).toEqual([true]);
  expect(fed).toBeGreaterThan(1024 * 1024);
  await display.drawn();
  expect(brakes).toEqual([true, false]);
  expect(readFileSync(join(directory, 'a.log'))).toHaveLength(fed);
});

test('a size takes effect between what was printed before and what comes after, in renderings too', async () => {
  const done: number[] = [];
  const apply = (cols: number): void => display.resize({ cols, rows: 5 }, (size) => done.push(size.cols));
  display.output(Buffer.from('\x1b[90Gat the edge\r\n'));
  apply(60);
  apply(100);
  display.output(Buffer.from('\x1b[90Gfar\r\n'));
  await display.drawn();
  // The second wish replaced the first before it took effect.
  expect(done).toEqual([100]);
  expect(display.screens.look().lines[1]).toBe(`${' '.repeat(89)}far`);
  expect((await display.render(undefined)).at(-1)).toBe(`${' '.repeat(89)}far`);
});

test('screens are numbered: equal numbers are equal screens, and nothing visible means no new number', async () => {
  const print = async (text: string): Promise<void> => {
    display.output(Buffer.from(text));
    await display.drawn();
  };
  const { screens } = display;
  await print('one');
  const first = screens.look();
  expect(screens.glance()).toBe(first.revision);
  await print('\x1b[31m\x1b[0m\x1b[s\x1b[5;5H\x1b[u');
  expect(screens.glance()).toBe(first.revision);
  expect(screens.look()).toBe(first);
  await print('\x1b[1Gtwo');
  expect(screens.glance()).toBe(first.revision + 1);
  await print('\r\n');
  const unread = screens.glance();
  expect(unread).toBe(first.revision + 2);
  expect(screens.look()).toMatchObject({ revision: unread, lines: ['two', '', '', '', ''] });
  await print('\x1b[2m\x1b[1;1Htwo\x1b[22m\r\n');
  expect(screens.look()).toMatchObject({ revision: unread + 1, faint: [[0, 0, 3]] });
  const same = 'same\r\n'.repeat(9);
  await print(same);
  const scrolled = screens.glance();
  await print(`${same}\x1b[1A\r\n`);
  expect(screens.glance()).toBeGreaterThan(scrolled);
});
