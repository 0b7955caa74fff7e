/** Least share of the time in which the status is right. */
const ALL = 0.995;
const SCREEN = 0.97;

/**
 * What a settled screen costs: it is read a tenth of a second after its last change, and the recordings change every two or three
 * seconds. No bar is higher than what the screen itself can tell, less this.
 */
const SETTLING = 0.03;

/** Copilot writes down what happens 10 to 50 ms after it did; one of its recordings has five seconds. */
const LATE: Readonly<Record<string, number>> = {
  'copilot-cli 1.0.102': 0.99,
  'copilot-cli 1.0.102-first-run': 0.985,
};

/** With everything a CLI reports. */
export function barOf(recording: string): number {
  return LATE[recording] ?? ALL;
}

/** With the screen alone, of which no more than `limit` can be read. */
export function screenBarOf(limit: number): number {
  return Math.min(SCREEN, limit - SETTLING);
}
