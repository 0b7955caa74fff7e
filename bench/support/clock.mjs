// Two clocks that all processes of a machine share. Hooks write the time of day, the keyboard log of mock_cli the other one.

/** Milliseconds of the monotonic clock. */
export function now() {
  return Number(process.hrtime.bigint()) / 1e6;
}

const SAMPLES = 20_000;

/** Turns a time of day in whole milliseconds into the monotonic clock. */
export function fromTimeOfDay(ms) {
  return ms - offset;
}

// A time of day is cut to milliseconds, so the largest difference seen is the nearest to the true one.
let offset = -Infinity;
for (let n = 0; n < SAMPLES; n++) offset = Math.max(offset, Date.now() - now());
