// What a bench returns: rows of the table, each with figures that are held against a bar.

/** A figure that must not be above `limit`. */
export function atMost(limit, value, unit = 'ms', label = '') {
  return { label, value, unit, limit, most: true };
}

/** A figure that must not be below `limit`. */
export function atLeast(limit, value, unit, label = '') {
  return { label, value, unit, limit, most: false };
}

/** `python` is what CAO (Python) took on the same kind of machine; `detail` is whatever explains the figures. */
export function row(what, python, figures, detail = {}) {
  return { what, python, figures, detail };
}

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values) {
  return quantile(values, 0.5);
}

/** What a list of milliseconds looks like. */
export function spread(values) {
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => round(quantile(values, share)));
  return { count: values.length, p50, p99, max };
}

export function round(value, digits = 1) {
  return Number(value.toFixed(digits));
}
