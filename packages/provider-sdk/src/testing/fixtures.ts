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
  /** What `readSignal` must make of `signals.jsonl`, in order; without `rule` and `at`. */
  readonly events?: readonly unknown[];
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
  return caseFolders(options, 'screen.txt').map((folder) => {
    const { meta, expected } = readCase(folder);
    const { facts: _facts, prompt: _prompt, cli: _cli, note: _note, ...snapshot } = meta;
    const drawn = path.join(folder, 'screen.bin');
    return {
      name: path.basename(folder),
      meta,
      expected,
      screen: screenFromText(readFileSync(path.join(folder, 'screen.txt'), 'utf8'), snapshot),
      bytes: existsSync(drawn) ? readFileSync(drawn) : undefined,
    };
  });
}

/** Folders of cases that have a file, absolute. */
export function caseFolders(options: ProviderTestOptions, leaf: string): readonly string[] {
  const parent = path.resolve(rootOf(options), options.fixtures ?? DEFAULT_FIXTURES);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .map((name) => path.join(parent, name))
    .filter((folder) => existsSync(path.join(folder, leaf)));
}

export function readCase(folder: string): Pick<ScreenCase, 'meta' | 'expected'> {
  const meta = path.join(folder, 'meta.json');
  return {
    meta: existsSync(meta) ? (JSON.parse(readFileSync(meta, 'utf8')) as ScreenMeta) : {},
    expected: JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as ExpectedReading,
  };
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
  const { reply, events: _events, ...fields } = fixture.expected;
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
