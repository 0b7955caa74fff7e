import { screenFromText } from './samples.ts';
import type { ScreenSnapshot } from '../screen.ts';

/** A small seeded generator (mulberry32): the same seed gives the same run on every machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number below `limit`. */
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { next, below, pick: (items) => items[below(items.length)] as (typeof items)[number] };
}

/** What agent CLIs like to draw, and what breaks patterns: prompts, spinners, boxes, numbered choices, odd characters. */
const PIECES = [
  ['❯ ', '› ', '> ', '● ', '• ', '■ ', '✻ ', '⎿  ', '⠋ ', '│ ', '╭─', '╰─', '─', '✽ Working… (2s · esc to interrupt)'],
  [
    '1. Yes',
    '2. No',
    '❯ 1. Yes',
    '› 2. No, exit',
    'Do you want to proceed?',
    'Enter to confirm',
    'esc to cancel',
    '/exit',
  ],
  ['Error: ', 'API Error: 500', 'Worked for 3s', 'Do you trust the files in this folder?', '? for shortcuts', '[ ! ]'],
  ['漢字', '👩‍👩‍👧', 'e\u0301', '\u202E', '\uD800', '\u0000', '\u001B[31m', '\t', '\r', '(((', '\\', '{}', '$1', '   '],
].flat();

export function randomLine(random: Random): string {
  const shape = random.below(12);
  if (shape === 0) return '';
  if (shape === 1) return random.pick(PIECES).repeat(1 + random.below(120));
  let line = ' '.repeat(random.below(4));
  for (let left = 1 + random.below(6); left > 0; left -= 1) {
    line += random.below(3) === 0 ? String.fromCharCode(random.below(0x3000)) : random.pick(PIECES);
  }
  return line;
}

export function randomScreen(random: Random): ScreenSnapshot {
  const rows = 1 + random.below(60);
  const text = Array.from({ length: random.below(rows + 1) }, () => randomLine(random)).join('\n');
  return screenFromText(text, {
    rows,
    cols: 1 + random.below(300),
    cursor: { row: random.below(rows), col: random.below(300), visible: random.below(2) === 0 },
    title: random.below(2) === 0 ? '' : randomLine(random),
    alternate: random.below(2) === 0,
    bracketedPaste: random.below(2) === 0,
    faint: Array.from({ length: random.below(4) }, () => [random.below(rows), 0, random.below(300)] as const),
  });
}

const KEYS = [
  'type',
  'hook',
  'hook_event_name',
  'payload',
  'message',
  'status',
  'state',
  'prompt',
  'error',
  'content',
  'at',
];

/** Any value that JSON can hold, at most a few levels deep. */
export function randomJson(random: Random, depth = 3): unknown {
  const shape = random.below(depth > 0 ? 8 : 5);
  if (shape === 0) return null;
  if (shape === 1) return random.below(2) === 0;
  if (shape === 2) return (random.next() - 0.5) * 10 ** random.below(20);
  if (shape < 5) return randomLine(random);
  if (shape === 5) return Array.from({ length: random.below(4) }, () => randomJson(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length: random.below(6) }, () => [random.pick(KEYS), randomJson(random, depth - 1)]),
  );
}

/** The same record with one field, at any depth, dropped or replaced by something of another kind. */
export function mutateJson(random: Random, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 0
      ? randomJson(random)
      : value.map((item, index) => (index === 0 ? mutateJson(random, item) : item));
  }
  if (typeof value !== 'object' || value === null) return randomJson(random);
  const entries = Object.entries(value);
  if (entries.length === 0 || random.below(8) === 0) return randomJson(random);
  const at = random.below(entries.length);
  if (random.below(3) === 0) entries.splice(at, 1);
  else entries[at] = [entries[at]?.[0] ?? '', mutateJson(random, entries[at]?.[1])];
  return Object.fromEntries(entries);
}
