import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Activity } from '../../src/core/activity.ts';

let told: string[] = [];
let passing = false;
let activity: Activity;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  passing = false;
  activity = new Activity({
    onActive: () => told.push('active'),
    onSettled: (flowing) => told.push(`${flowing ? 'flowing' : 'settled'} ${time()}`),
    whenParsed: (done) => done(),
    isDrawing: () => false,
    isPassing: () => passing,
  });
  vi.advanceTimersByTime(1000);
  told.push(`from ${time()}`);
});
afterEach(() => {
  activity.close();
  vi.useRealTimers();
});

/** The fake clock takes a millisecond for an immediate. */
function time(): number {
  return Math.floor(performance.now() / 10) * 10;
}

/** Output every hundred milliseconds, as programs print that do their work in ticks. */
function tick(times: number): void {
  for (let n = 0; n < times; n++) {
    activity.output();
    vi.advanceTimersByTime(100);
  }
}

function settled(): string[] {
  return told.filter((what) => what.startsWith('settled'));
}

test('a tick is over when the next one is not there soon', () => {
  tick(3);
  expect(told).toEqual(['from 1000', 'active', 'settled 1060', 'active', 'settled 1160', 'active', 'settled 1260']);
});

test('ticks of text that runs through the screen are one burst, looked at once a second', () => {
  passing = true;
  tick(25);
  vi.advanceTimersByTime(1000);
  const [, , first, active, ...rest] = told;
  expect([first, active]).toEqual(['settled 1060', 'active']);
  expect(rest.filter((what) => what.startsWith('flowing'))).toHaveLength(2);
  // The last tick came at 3400.
  expect(rest.at(-1)).toBe('settled 3520');
  expect(settled()).toHaveLength(2);
});

test('text that runs through the screen after a silence is looked at as soon as any other', () => {
  passing = true;
  activity.output();
  vi.advanceTimersByTime(500);
  activity.output();
  vi.advanceTimersByTime(500);
  expect(settled()).toEqual(['settled 1060', 'settled 1560']);
});

test('what stands still after it is looked at with the next tick', () => {
  passing = true;
  tick(4);
  passing = false;
  tick(1);
  expect(settled().at(-1)).toBe('settled 1460');
});
