import { expect } from 'vitest';
import { deepFreeze } from './freeze.ts';
import { createRandom, mutateJson, randomJson, randomLine, randomScreen, type Random } from './random.ts';
import { agentFacts, screenFromText } from './samples.ts';
import { ReadingShape, ReportedShape, SourcesShape } from './shapes.ts';
import type { AgentFacts } from '../launch.ts';
import type { Reported, ScreenReading } from '../events.ts';
import type { Check, ProviderTestOptions } from './options.ts';

const DEFAULT_ROUNDS = 400;

export const readerChecks: readonly Check[] = [
  {
    name: 'reads any screen without throwing, twice alike',
    run: (provider, options) => {
      const random = createRandom(options.seed ?? 1);
      const screens = [screenFromText(''), screenFromText('x'.repeat(50_000)), screenFromText(' '.repeat(50_000))];
      for (let round = 0; round < rounds(options); round += 1) screens.push(randomScreen(random));
      const facts = factsOf(options);
      for (const screen of screens) {
        deepFreeze(screen);
        const reading = provider.readScreen(screen, facts);
        fits(ReadingShape, reading, screen.lines);
        expect(provider.readScreen(screen, facts)).toEqual(reading);
      }
    },
  },
  {
    name: 'takes an empty screen for a program that starts, or for nothing known',
    run: (provider, options) => {
      expect(['starting', 'unknown']).toContain(provider.readScreen(screenFromText(''), factsOf(options)).state);
    },
  },
  {
    name: 'understands the signals it is shown, each on its own',
    run: (provider, options) => {
      const facts = factsOf(options);
      for (const signal of options.signals ?? []) {
        const events = provider.readSignal(deepFreeze(signal), facts);
        fits(ReportedShape, events, signal);
        expect(provider.readSignal(signal, facts)).toEqual(events);
      }
      const ignored = (options.signals ?? []).filter((signal) => provider.readSignal(signal, facts).length === 0);
      expect(ignored).toEqual([]);
    },
  },
  {
    name: 'reads any signal without throwing',
    run: (provider, options) => {
      const facts = factsOf(options);
      survives(options, options.signals ?? [], (signal) => provider.readSignal(signal, facts));
    },
  },
  {
    name: 'names files to follow by absolute paths, and understands their records',
    run: (provider, options) => {
      for (const facts of [
        factsOf(options),
        deepFreeze({ ...factsOf(options), conversationId: undefined, pid: undefined }),
      ]) {
        const sources = provider.sources?.(facts) ?? [];
        fits(SourcesShape, sources, facts);
        expect(new Set(sources.map((source) => source.id)).size).toBe(sources.length);
        if (sources.length > 0) expect(provider).toHaveProperty('readRecord');
      }
      for (const [source, records] of Object.entries(options.records ?? {})) {
        for (const record of records)
          fits(ReportedShape, provider.readRecord?.(source, record, factsOf(options)), record);
      }
    },
  },
  {
    name: 'reads any record and title without throwing',
    run: (provider, options) => {
      const facts = factsOf(options);
      const known = provider.sources?.(facts).map((source) => source.id) ?? [];
      for (const source of new Set([...known, ...Object.keys(options.records ?? {}), 'no-such-source'])) {
        const records = options.records?.[source] ?? [];
        survives(options, records, (record) => provider.readRecord?.(source, record, facts) ?? []);
      }
      const random = createRandom(options.seed ?? 1);
      for (let round = 0; round < rounds(options); round += 1) {
        const title = randomLine(random);
        fits(ReportedShape, provider.readTitle?.(title, facts) ?? [], title);
      }
    },
  },
  {
    name: 'looks for a reply on any scrollback without throwing, and finds none on an empty one',
    run: (provider, options) => {
      const random = createRandom(options.seed ?? 1);
      expect(provider.readReply([], 'hello')).toBeUndefined();
      expect(provider.readReply(['', '', ''], '')).toBeUndefined();
      for (let round = 0; round < rounds(options); round += 1) {
        const lines = deepFreeze(Array.from({ length: random.below(200) }, () => randomLine(random)));
        const reply = provider.readReply(lines, randomLine(random));
        expect(['string', 'undefined']).toContain(typeof reply);
      }
    },
  },
];

function rounds(options: ProviderTestOptions): number {
  return options.rounds ?? DEFAULT_ROUNDS;
}

function factsOf(options: ProviderTestOptions): AgentFacts {
  return deepFreeze(agentFacts(options.facts));
}

/** Feeds random values and damaged copies of real ones. */
function survives(
  options: ProviderTestOptions,
  samples: readonly unknown[],
  read: (value: unknown) => readonly Reported[],
): void {
  const random: Random = createRandom(options.seed ?? 1);
  for (const value of [undefined, null, '', 0, [], {}]) fits(ReportedShape, read(value), value);
  for (let round = 0; round < rounds(options); round += 1) {
    const value =
      samples.length > 0 && random.below(3) > 0 ? mutateJson(random, random.pick(samples)) : randomJson(random);
    fits(ReportedShape, read(deepFreeze(value)), value);
  }
}

function fits(
  shape: { safeParse(value: unknown): { error?: { message: string } | undefined } },
  value: unknown,
  from: unknown,
): void {
  const error = shape.safeParse(value).error?.message;
  const misfit = error && `${error}\nresult: ${JSON.stringify(value)}\nfrom: ${JSON.stringify(from)}`;
  expect(misfit).toBeUndefined();
}

/** Fails unless the provider's reading is of the agreed shape. */
export function expectReading(reading: ScreenReading, from: unknown): void {
  fits(ReadingShape, reading, from);
}
