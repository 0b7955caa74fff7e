import { readScreenCases } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import type { ScreenSnapshot } from '@cao/provider-sdk';
import { readReply } from '../src/reply.ts';
import { readScreen } from '../src/screen/read-screen.ts';
import { factsOf } from './records.ts';

const cases = readScreenCases({ root: new URL('..', import.meta.url) });
const facts = factsOf('2.1.0');

function screenOf(name: string): ScreenSnapshot {
  const found = cases.find((fixture) => fixture.name === name);
  if (found === undefined) throw new Error(`no screen ${name}`);
  return found.screen;
}

describe('start-up dialogs', () => {
  it('confirm only when the right choice is marked, else move by one', () => {
    const dialogs = cases.flatMap(({ name, screen, meta }) => {
      const { dialog } = readScreen(screen, factsOf(meta.facts?.version ?? '2.1.0'));
      return dialog ? [[name, JSON.stringify(dialog.steps)]] : [];
    });
    expect(Object.fromEntries(dialogs)).toEqual({
      '2.1.0-60x15-trust': '[{"type":"key","key":"Enter"}]',
      '2.1.0-trust': '[{"type":"key","key":"Enter"}]',
      '2.1.0-trust-other-marked': '[{"type":"key","key":"Up"}]',
      'python-1.47.0-update': '[{"type":"text","text":"s"}]',
    });
  });

  it('are left to a person when nothing of them is marked', () => {
    const screen = screenOf('2.1.0-trust');
    const lines = screen.lines.map((line) => line.replace('❯', ' '));
    expect(readScreen({ ...screen, lines }, facts)).toMatchObject({ state: 'waiting', rule: 'dialog trust' });
    expect(readScreen({ ...screen, lines }, facts)).not.toHaveProperty('dialog');
  });
});

describe('ready', () => {
  it('is no screen on which a spinner turns, in any of its drawings', () => {
    for (const glyph of ['⠋', '⣾', '🌑', '🌔', '🌘']) {
      const screen = screenOf('2.1.0-busy-text');
      const lines = screen.lines.map((line) => line.replace(/^ {2}[\u2801-\u28FF] /, `  ${glyph} `));
      expect(readScreen({ ...screen, lines }, facts).state).toBe('busy');
    }
  });

  it('is no screen whose composer is only half drawn or gone', () => {
    const screen = screenOf('2.1.0-idle');
    const bottom = screen.lines.findLastIndex((line) => line.startsWith(' ╰'));
    for (const drawn of [bottom - 2, bottom - 1, bottom]) {
      const lines = screen.lines.map((line, row) => (row < drawn ? line : ''));
      expect(readScreen({ ...screen, lines }, facts).state).toBe('unknown');
    }
  });

  it('keeps while a panel of tasks stands above the composer', () => {
    const screen = screenOf('2.1.0-completed');
    const row = screen.lines.findLastIndex((line) => line.startsWith(' ╭'));
    const panel = [` ${'─'.repeat(118)}`, '   Todo', '   ● one', '   ○ two'];
    const lines = [...screen.lines.slice(0, row), ...panel, ...screen.lines.slice(row)];
    expect(readScreen({ ...screen, lines }, facts)).toMatchObject({ state: 'ready', composer: '' });
    expect(readReply(lines, 'SAY:hello')).toBe('hello');
  });
});

describe('readReply', () => {
  it('finds the turn by its prompt, and the last words in it that are no tool’s', () => {
    const lines =
      ' ✨ first question\n\n ● One.\n\n ✨ second\n    line\n\n ● I look.\n\n ● Ran a command · $ ls\n   a.txt\n\n ● The answer:\n\n   • a\n     b\n\n ✨ third'.split(
        '\n',
      );
    expect(readReply(lines, 'second\nline')).toBe('The answer:\n\n• a\n  b');
    expect(readReply(lines, 'first question')).toBe('One.');
    expect(readReply(lines, 'third')).toBeUndefined();
  });
});
