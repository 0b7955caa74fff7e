import { agentFacts, readScreenCases, screenFromText } from '@cao/provider-sdk/testing';
import type { ScreenSnapshot } from '@cao/provider-sdk';
import { describe, expect, it } from 'vitest';
import { readScreen } from '../src/screen/read-screen.ts';

const cases = readScreenCases({ root: new URL('..', import.meta.url) });
const facts = agentFacts();

function screenOf(name: string): ScreenSnapshot {
  const found = cases.find((fixture) => fixture.name === name);
  if (found === undefined) throw new Error(`no screen ${name}`);
  return found.screen;
}

describe('ready', () => {
  const ready = cases.filter(({ expected }) => expected.state === 'ready');

  it('is no screen whose keyboard is elsewhere', () => {
    expect(ready.length).toBeGreaterThan(10);
    for (const { name, screen } of ready) {
      const cursor = { ...screen.cursor, visible: false };
      expect({ name, state: readScreen({ ...screen, cursor }, facts).state }).not.toEqual({ name, state: 'ready' });
    }
  });

  it('is no screen of another program that shows one', () => {
    for (const { screen } of ready) expect(readScreen({ ...screen, alternate: false }, facts).state).toBe('unknown');
  });

  it('is no box that does not yet name its agent', () => {
    const screen = screenOf('1.18.33-idle');
    const lines = screen.lines.map((line) => (/┃ {2}Build · /.test(line) ? line.replace(/Build.*$/, '') : line));
    expect(readScreen({ ...screen, lines }, facts).state).toBe('starting');
  });

  it('is no prompt that has no answer yet', () => {
    const screen = screenOf('1.18.33-interrupted');
    const mark = screen.lines.findLastIndex((line) => line.includes('▣'));
    const lines = screen.lines.map((line, row) => (row === mark || row === mark - 2 ? '' : line));
    expect(readScreen({ ...screen, lines }, facts)).toMatchObject({ state: 'busy', rule: 'prompt without an answer' });
  });
});

describe('a question', () => {
  it('counts as such before it shows what it is about, without text to judge by', () => {
    const screen = screenOf('1.18.33-permission-shell');
    const lines = screen.lines.map((line) => (/┃ {2}\$ touch/.test(line) ? '  ┃' : line));
    expect(readScreen({ ...screen, lines }, facts)).toEqual({ state: 'waiting', rule: 'question being drawn' });
  });

  it('in an answer is no question', () => {
    const screen = screenOf('1.18.33-after-tool');
    const quoted = ['     △ Permission required', '     Allow once   Allow always   Reject   enter confirm'];
    const at = screen.lines.findIndex((line) => line.startsWith('     written'));
    const lines = [...screen.lines.slice(0, at - 1), ...quoted, ...screen.lines.slice(at + 1)];
    expect(readScreen({ ...screen, lines }, facts).state).not.toBe('waiting');
  });
});

it('an error is told from a prompt only where both can be counted', () => {
  expect(readScreen(screenOf('1.18.33-failed-120'), facts).outcome).toEqual({
    type: 'failed',
    error: 'scripted failure 400',
  });
  const screen = screenOf('1.18.33-failed-120');
  const mark = screen.lines.findIndex((line) => line.includes('▣  Build · Scripted · interrupted'));
  const lines = screen.lines.map((line, row) => (row === mark ? '     something that was said' : line));
  expect(readScreen({ ...screen, lines }, facts).outcome).toBeUndefined();
});

it('nothing drawn is a start', () => {
  expect(readScreen(screenFromText(''), facts).state).toBe('starting');
});
