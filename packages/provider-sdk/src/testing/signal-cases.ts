import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { caseFolders, readCase, type ExpectedReading, type ScreenMeta } from './fixtures.ts';
import { deepFreeze } from './freeze.ts';
import { agentFacts } from './samples.ts';
import { ReportedShape } from './shapes.ts';
import type { Provider } from '../provider.ts';
import type { ProviderTestOptions } from './options.ts';

export interface SignalCase {
  readonly name: string;
  readonly meta: ScreenMeta;
  readonly expected: ExpectedReading;
  /** Lines of `signals.jsonl`, in order. */
  readonly signals: readonly unknown[];
}

/** Reads `<folder>/<case>/{signals.jsonl,meta.json,expected.json}`. */
export function readSignalCases(options: ProviderTestOptions): readonly SignalCase[] {
  return caseFolders(options, 'signals.jsonl').map((folder) => {
    const lines = readFileSync(path.join(folder, 'signals.jsonl'), 'utf8').split('\n');
    const signals = lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as unknown);
    return { name: path.basename(folder), ...readCase(folder), signals };
  });
}

/** Reads the stream of one case and compares with the `events` its author wrote down, if any. */
export function expectSignals(provider: Provider, fixture: SignalCase, options: ProviderTestOptions): void {
  const facts = deepFreeze(agentFacts({ ...options.facts, ...fixture.meta.facts }));
  const events = fixture.signals.flatMap((signal) => {
    const read = provider.readSignal(deepFreeze(signal), facts);
    expect(ReportedShape.safeParse(read).error?.message, JSON.stringify(signal)).toBeUndefined();
    return read;
  });
  const told = events.map(({ rule: _rule, at: _at, ...event }) => event);
  expect(told).toEqual(fixture.expected.events ?? told);
}
