import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createScheduler, LONGEST_TIMER_MS, type Scheduler } from '../src/flows/scheduler.ts';

const START = Date.parse('2026-11-20T12:00:00Z');
const HOUR = 3_600_000;

let times: number[];
let fired: number[];
let looks: number;
let scheduler: Scheduler;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  times = [];
  fired = [];
  looks = 0;
  scheduler = createScheduler({
    now: Date.now,
    next: () => {
      looks += 1;
      return times[0];
    },
    due: () => {
      while (times[0] !== undefined && times[0] <= Date.now()) fired.push(times.shift() as number);
    },
  });
});
afterEach(() => {
  scheduler.stop();
  vi.useRealTimers();
});

test('a time fires when it comes, not before, and the next one after it', () => {
  times = [START + HOUR, START + 3 * HOUR];
  scheduler.arm();
  vi.advanceTimersByTime(HOUR - 1);
  expect(fired).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(fired).toEqual([START + HOUR]);
  vi.advanceTimersByTime(2 * HOUR);
  expect(fired).toEqual([START + HOUR, START + 3 * HOUR]);
});

test('nothing is asked for while nothing happens', () => {
  times = [START + 24 * HOUR];
  scheduler.arm();
  vi.advanceTimersByTime(23 * HOUR);
  expect(looks).toBe(1);
});

test('without a time there is no timer', () => {
  scheduler.arm();
  expect(vi.getTimerCount()).toBe(0);
});

test('an earlier time counts as soon as it is armed, a removed one no more', () => {
  times = [START + 10 * HOUR];
  scheduler.arm();
  times = [START + HOUR];
  scheduler.arm();
  vi.advanceTimersByTime(HOUR);
  expect(fired).toEqual([START + HOUR]);
  times = [];
  scheduler.arm();
  expect(vi.getTimerCount()).toBe(0);
});

test('after a sleep of the machine a time is late by the longest timer at most', () => {
  times = [START + 8 * HOUR];
  scheduler.arm();
  // The clock goes on, the timers do not.
  vi.setSystemTime(START + 9 * HOUR);
  vi.advanceTimersByTime(LONGEST_TIMER_MS);
  expect(fired).toEqual([START + 8 * HOUR]);
});

test('any sign of life looks at the clock', () => {
  times = [START + 8 * HOUR];
  scheduler.arm();
  scheduler.look();
  expect(fired).toEqual([]);
  vi.setSystemTime(START + 9 * HOUR);
  scheduler.look();
  expect(fired).toEqual([START + 8 * HOUR]);
});

test('a clock that is set back lets a time come once, at its time', () => {
  times = [START + HOUR];
  scheduler.arm();
  vi.advanceTimersByTime(HOUR / 2);
  vi.setSystemTime(START - HOUR);
  vi.advanceTimersByTime(HOUR);
  expect(fired).toEqual([]);
  vi.advanceTimersByTime(HOUR + LONGEST_TIMER_MS);
  expect(fired).toEqual([START + HOUR]);
});

test('a time further away than a timer can be does not fire at once', () => {
  times = [START + 60 * 24 * HOUR];
  scheduler.arm();
  vi.advanceTimersByTime(30 * 24 * HOUR);
  expect(fired).toEqual([]);
});

test('what cannot be moved on is not asked for without a pause', () => {
  let asked = 0;
  const stuck = createScheduler({ now: Date.now, next: () => START, due: () => void (asked += 1) });
  stuck.arm();
  vi.advanceTimersByTime(59_000);
  expect(asked).toBe(1);
  vi.advanceTimersByTime(61_000);
  expect(asked).toBe(3);
  stuck.stop();
});

test('nothing fires once it is stopped', () => {
  times = [START + HOUR];
  scheduler.arm();
  scheduler.stop();
  vi.advanceTimersByTime(2 * HOUR);
  scheduler.look();
  scheduler.arm();
  expect([fired, vi.getTimerCount()]).toEqual([[], 0]);
});
