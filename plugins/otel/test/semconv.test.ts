import * as official from '@opentelemetry/semantic-conventions/incubating';
import { expect, test } from 'vitest';
import { METRICS, NAMES } from '../src/semconv.ts';

test('the names are those of the official package', () => {
  const names = new Set<unknown>(Object.values(official));
  expect(Object.values(NAMES).filter((name) => !names.has(name))).toEqual([]);
  expect(names).toContain(METRICS.operationDuration);
});
