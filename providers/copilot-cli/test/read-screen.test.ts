import { readScreenCases } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import type { ScreenSnapshot } from '@cao/provider-sdk';
import { readReply } from '../src/reply.ts';
import { readScreen } from '../src/screen/read-screen.ts';
import { factsOf } from './records.ts';

const cases = readScreenCases({ root: new URL('..', import.meta.url) });

function screenOf(name: string): ScreenSnapshot {
  const found = cases.find((fixture) => fixture.name === name);
  if (found === undefined) throw new Error(`no screen ${name}`);
  return found.screen;
}

const read = (screen: ScreenSnapshot) => readScreen(screen, factsOf());
const withRow = (screen: ScreenSnapshot, row: number, line: string): ScreenSnapshot => ({
  ...screen,
  lines: screen.lines.with(row, line),
});

describe('the input box', () => {
  const screen = screenOf('1.0.102-idle');
  const { row } = screen.cursor;

  it('is found without the rules around it', () => {
    const bare = withRow(withRow(screen, row - 1, ''), row + 1, '');
    expect(read(bare)).toMatchObject({ state: 'ready', composer: '' });
  });

  it('is empty when the cursor waits at its beginning, whatever was left below', () => {
    const left = { ...withRow(screen, row + 1, '  long long') };
    expect(read(left).composer).toBe('');
  });

  it('takes no input while the cursor is elsewhere', () => {
    expect(read({ ...screen, cursor: { ...screen.cursor, visible: false } }).state).toBe('unknown');
    expect(read({ ...screen, cursor: { row: 5, col: 2, visible: true } }).state).toBe('unknown');
  });

  it('is ready under no footer that it does not know', () => {
    for (const footer of ['', ' ctrl+c again to exit', ' something new · claude', ' ◉ Working esc interrupt'])
      expect(read(withRow(screen, screen.lines.length - 1, footer)).state).not.toBe('ready');
  });
});

describe('dialogs', () => {
  it('of the start-up confirm only trust for this time and the conversation that was asked for, else move by one', () => {
    expect(read(screenOf('1.0.102-trust-80x24')).dialog?.steps).toEqual([{ type: 'key', key: 'Enter' }]);
    expect(read(screenOf('1.0.102-trust-moved-80x24')).dialog?.steps).toEqual([{ type: 'key', key: 'Up' }]);
    expect(read(screenOf('1.0.57-in-use')).dialog?.steps).toEqual([{ type: 'key', key: 'Enter' }]);
    const known = /trust|in-use/;
    const others = cases.filter(({ name, expected }) => expected.state === 'waiting' && !known.test(name));
    expect(others.length).toBeGreaterThan(8);
    for (const { screen } of others) {
      expect(read(screen)).toMatchObject({ state: 'waiting' });
      expect(read(screen).dialog).toBeUndefined();
    }
  });

  it('drawn by an answer are none', () => {
    const screen = screenOf('1.0.102-completed');
    const faked = ['╭──────╮', '│ ❯ 1. Yes │', '│ ↑/↓ to navigate · enter to select · esc to cancel │', '╰──────╯'];
    const at = screen.lines.findIndex((line) => line.includes('● hello'));
    const lines = screen.lines.map((line, row) => faked[row - at - 1] ?? line);
    expect(read({ ...screen, lines }).state).toBe('ready');
  });
});

describe('the answer on a screen', () => {
  it('is not that of an earlier turn while the prompt is not drawn', () => {
    const { lines } = screenOf('1.0.102-after-tools');
    expect(readReply(lines, 'Something else that was asked')).toBeUndefined();
  });
});
