import { CaoError } from '@cao/contracts';
import { Cron } from 'croner';

/** When a flow runs. */
export interface Schedule {
  /** Five fields of cron, or `@daily` and the like. */
  readonly cron: string;
  /** IANA name; the zone of the process when absent. */
  readonly timeZone?: string | undefined;
}

/** Throws `invalid_input` for a schedule that cannot be read or whose time never comes. */
export function checkSchedule(schedule: Schedule, from: number): void {
  if (nextRun(schedule, from) !== undefined) return;
  throw new CaoError('invalid_input', `The schedule '${schedule.cron}' never comes.`, {
    hint: 'Is there such a day in that month?',
  });
}

/**
 * The first time after `after`, both in milliseconds since the epoch; undefined when there is none. Standard cron: 0 and 7 are
 * Sunday, names are understood, and when day of month and weekday are both given either is enough. A time that the clocks skip in
 * spring comes when they have skipped it; one that they repeat in autumn comes once.
 */
export function nextRun(schedule: Schedule, after: number): number | undefined {
  return cronOf(schedule).nextRun(new Date(after))?.getTime();
}

function cronOf({ cron, timeZone }: Schedule): Cron {
  if (timeZone !== undefined) checkTimeZone(timeZone);
  // croner takes a date for a time that comes once.
  if (cron.includes(':')) throw unreadable(cron, 'it is a date');
  try {
    // Paused: it only calculates, and arms no timer of its own.
    return new Cron(cron, { mode: '5-part', paused: true, ...(timeZone !== undefined && { timezone: timeZone }) });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    throw unreadable(cron, why);
  }
}

function unreadable(cron: string, why: string): CaoError {
  return new CaoError('invalid_input', `The schedule '${cron}' cannot be read: ${why}`, {
    hint: 'Five fields: minute hour day-of-month month weekday, as in `0 9 * * 1-5` (Monday to Friday at 9).',
  });
}

function checkTimeZone(name: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    throw new CaoError('invalid_input', `'${name}' is no time zone.`, { hint: 'A name such as Europe/Berlin or UTC.' });
  }
}
