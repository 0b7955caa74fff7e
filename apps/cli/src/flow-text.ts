import { localTime } from './text.ts';

/** `2026-11-22 19:04`, in the zone of the reader. Schedules know no seconds. */
export function minuteOf(iso: string | null, none: string): string {
  return iso === null ? none : localTime(iso).slice(0, 16);
}
