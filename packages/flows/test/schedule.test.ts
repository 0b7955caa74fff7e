import { describe, expect, test } from 'vitest';
import { checkSchedule, nextRun } from '../src/index.ts';

/** The next runs after a Friday noon, in UTC. */
function runs(cron: string, count = 3, from = '2026-11-20T12:00:00Z', timeZone = 'UTC'): string[] {
  const found: string[] = [];
  for (let at: number | undefined = Date.parse(from); found.length < count;) {
    at = nextRun({ cron, timeZone }, at);
    if (at === undefined) break;
    found.push(new Date(at).toISOString().replace(':00.000Z', ''));
  }
  return found;
}

describe('standard cron', () => {
  test.each([
    ['0 9 * * 1-5', ['2026-11-23T09:00', '2026-11-24T09:00', '2026-11-25T09:00']],
    ['0 9 * * mon-fri', ['2026-11-23T09:00', '2026-11-24T09:00', '2026-11-25T09:00']],
    ['0 9 * * 0', ['2026-11-22T09:00', '2026-11-29T09:00', '2026-12-06T09:00']],
    ['0 9 * * 7', ['2026-11-22T09:00', '2026-11-29T09:00', '2026-12-06T09:00']],
    ['0 9 * * SUN', ['2026-11-22T09:00', '2026-11-29T09:00', '2026-12-06T09:00']],
    ['0 9 * * 5-7', ['2026-11-21T09:00', '2026-11-22T09:00', '2026-11-27T09:00']],
    ['0 9 1 jan *', ['2027-01-01T09:00', '2028-01-01T09:00', '2029-01-01T09:00']],
    ['*/20 * * * *', ['2026-11-20T12:20', '2026-11-20T12:40', '2026-11-20T13:00']],
    ['@daily', ['2026-11-21T00:00', '2026-11-22T00:00', '2026-11-23T00:00']],
  ])('%s', (cron, expected) => expect(runs(cron)).toEqual(expected));

  test('either day is enough when both are given', () => {
    // Friday the 27th, Friday the 4th, Friday the 11th, Sunday the 13th.
    expect(runs('0 9 13 * 5', 4)).toEqual([
      '2026-11-27T09:00',
      '2026-12-04T09:00',
      '2026-12-11T09:00',
      '2026-12-13T09:00',
    ]);
  });

  test('the time after is never the time itself', () => {
    expect(runs('0 12 * * *', 1)).toEqual(['2026-11-21T12:00']);
  });
});

describe('time zones', () => {
  test('a time is that of the zone, whatever the clocks do', () => {
    const berlin = runs('30 9 * * *', 3, '2026-03-27T12:00:00Z', 'Europe/Berlin');
    expect(berlin).toEqual(['2026-03-28T08:30', '2026-03-29T07:30', '2026-03-30T07:30']);
  });

  test('a time that the clocks skip comes once they have skipped it', () => {
    const gap = runs('30 2 * * *', 2, '2026-03-28T12:00:00Z', 'Europe/Berlin');
    expect(gap).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
  });

  test('a time that the clocks repeat comes once', () => {
    const fold = runs('30 2 * * *', 2, '2026-10-24T12:00:00Z', 'Europe/Berlin');
    expect(fold).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
  });
});

test.each([
  ['* * * *', undefined, /cannot be read/],
  ['* * * * * *', undefined, /cannot be read/],
  ['2026-01-01T00:00:00', undefined, /cannot be read/],
  ['61 * * * *', undefined, /cannot be read: Invalid value for minute: 61/],
  ['0 9 * * 8', undefined, /cannot be read/],
  ['0 9 * * someday', undefined, /cannot be read/],
  ['0 0 31 2 *', undefined, /never comes/],
  ['0 9 * * *', 'Mars/Olympus', /'Mars\/Olympus' is no time zone/],
])('the schedule %j in %j is refused', (cron, timeZone, message) => {
  const check = (): void => checkSchedule({ cron, timeZone }, Date.parse('2026-11-20T12:00:00Z'));
  expect(check).toThrow(message);
  expect(check).toThrow(expect.objectContaining({ code: 'invalid_input', hint: expect.any(String) as string }));
});
