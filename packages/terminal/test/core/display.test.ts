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
  expect(display.look().lines[1]).toBe(`${' '.repeat(89)}far`);
  expect((await display.render(undefined)).at(-1)).toBe(`${' '.repeat(89)}far`);
});
