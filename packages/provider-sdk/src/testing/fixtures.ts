import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { deepFreeze } from './freeze.ts';
import { expectAnswers } from './input-checks.ts';
import { rootOf } from './identity-checks.ts';
import { expectReading } from './reader-checks.ts';
import { agentFacts, screenFromText } from './samples.ts';
import type { AgentFacts } from '../launch.ts';
import type { ScreenReading } from '../events.ts';
import type { ScreenSnapshot } from '../screen.ts';
import type { Provider } from '../provider.ts';
import type { ProviderTestOptions } from './options.ts';

const DEFAULT_FIXTURES = 'test/fixtures/screens';

/** `meta.json`: what the text of a screen cannot say. Every field may be missing. */
export interface ScreenMeta extends Partial<Omit<ScreenSnapshot, 'lines'>> {
  readonly facts?: Partial<AgentFacts>;
  /** The prompt of the turn on this screen, for `reply`. */
  readonly prompt?: string;
  /** Where the screen comes from, for people. */
  readonly cli?: string;
  readonly note?: string;
}

/** `expected.json`: fields of the reading that must be exactly so; `null` means absent. Fields left out are free. */
export type ExpectedReading = { readonly [Field in keyof ScreenReading]?: ScreenReading[Field] | null } & {
  /** What `readReply` must find on this screen. */
  readonly reply?: string | null;
};

export interface ScreenCase {
  readonly name: string;
  readonly meta: ScreenMeta;
  readonly expected: ExpectedReading;
  readonly screen: ScreenSnapshot;
  /** Contents of `screen.bin`, the raw bytes that draw this screen. */
  readonly bytes: Uint8Array | undefined;
}

/** Reads `<folder>/<case>/{screen.txt,meta.json,expected.json}`, and `screen.bin` where it is kept. */
export function readScreenCases(options: ProviderTestOptions): readonly ScreenCase[] {
  const folder = path.resolve(rootOf(options), options.fixtures ?? DEFAULT_FIXTURES);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const file = (leaf: string) => path.join(folder, name, leaf);
      const meta = (
        existsSync(file('meta.json')) ? JSON.parse(readFileSync(file('meta.json'), 'utf8')) : {}
      ) as ScreenMeta;
      const { facts: _facts, prompt: _prompt, cli: _cli, note: _note, ...snapshot } = meta;
      return {
        name,
        meta,
        expected: JSON.parse(readFileSync(file('expected.json'), 'utf8')) as ExpectedReading,
        screen: screenFromText(readFileSync(file('screen.txt'), 'utf8'), snapshot),
        bytes: existsSync(file('screen.bin')) ? readFileSync(file('screen.bin')) : undefined,
      };
    });
}

/** Reads one case as the engine would and compares with what its author wrote down. */
export function expectCase(
  provider: Provider,
  fixture: ScreenCase,
  screen: ScreenSnapshot,
  options: ProviderTestOptions,
): void {
  const facts = deepFreeze(agentFacts({ ...options.facts, ...fixture.meta.facts }));
  const reading = provider.readScreen(deepFreeze(screen), facts);
  expectReading(reading, screen.lines);
  const { reply, ...fields } = fixture.expected;
  const actual: Record<string, unknown> = {};
  const wanted: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    wanted[field] = value;
    actual[field] = reading[field as keyof ScreenReading] ?? null;
  }
  expect({ rule: reading.rule, ...actual }).toEqual({ rule: reading.rule, ...wanted });
  if (reply !== undefined) expect(provider.readReply(screen.lines, fixture.meta.prompt ?? '') ?? null).toEqual(reply);
  if (reading.question !== undefined && reading.dialog === undefined) expectAnswers(provider, reading.question);
}
