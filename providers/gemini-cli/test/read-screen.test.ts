import { readScreenCases } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import type { ScreenSnapshot } from '@cao/provider-sdk';
import { readScreen } from '../src/screen/read-screen.ts';
import { readReply } from '../src/reply.ts';
import { factsOf } from './records.ts';

const cases = readScreenCases({ root: new URL('..', import.meta.url) });

function screenOf(name: string): ScreenSnapshot {
  const found = cases.find((fixture) => fixture.name === name);
  if (found === undefined) throw new Error(`no screen ${name}`);
  return found.screen;
}

describe('a screen whose title says nothing', () => {
  it('reads the same, but for frames that are half drawn', () => {
    const readable = cases.filter(({ name }) => !name.endsWith('mid-frame'));
    expect(readable.length).toBeGreaterThan(40);
    for (const { name, screen, expected, meta } of readable) {
      const { state } = readScreen({ ...screen, title: 'shop' }, factsOf(meta.facts));
      expect({ name, state }).toEqual({ name, state: expected.state });
    }
  });

  it('is ready nowhere while the title says that the agent works or asks', () => {
    for (const { screen, meta } of cases) {
      for (const title of ['✦  Working… (x)', '✋  Action Required (x)']) {
        expect(readScreen({ ...screen, title }, factsOf(meta.facts)).state).not.toBe('ready');
      }
    }
  });
});

describe('the form for a key', () => {
  const form = screenOf('0.61.0-dialog-key');
  const read = (key: string | undefined, screen = form) =>
    readScreen(screen, factsOf({ env: key === undefined ? {} : { GEMINI_API_KEY: key } }));

  it('is confirmed only with the key of the environment in it, and tells no key', () => {
    expect(read('scripted-key').dialog).toEqual({ id: 'api-key', steps: [{ type: 'key', key: 'Enter' }] });
    const other = read(undefined);
    expect(other).toMatchObject({ state: 'waiting', question: { kind: 'dialog' } });
    expect(other.dialog).toBeUndefined();
    expect(JSON.stringify([read('scripted-key'), other])).not.toContain('scripted-key');
  });

  it('is not there yet while the key is being filled in', () => {
    expect(read('another')).toEqual({ state: 'starting', rule: 'a key is being filled in' });
  });
});

describe('start-up dialogs', () => {
  it('confirm only what is safe, else move by one', () => {
    expect(readScreen(screenOf('0.61.0-dialog-trust'), factsOf()).dialog?.steps).toEqual([
      { type: 'key', key: 'Enter' },
    ]);
    expect(readScreen(screenOf('0.61.0-dialog-trust-moved'), factsOf()).dialog?.steps).toEqual([
      { type: 'key', key: 'Up' },
    ]);
    const pickers = ['model-picker', 'settings', 'question-ask-user', 'question-shell', 'question-write'];
    for (const name of pickers) {
      const reading = readScreen(screenOf(`0.61.0-${name}`), factsOf());
      expect(reading).toMatchObject({ state: 'waiting' });
      expect(reading.dialog).toBeUndefined();
    }
  });
});

describe('the answer on a screen', () => {
  it('is not that of an earlier turn while the prompt is not drawn', () => {
    const { lines } = screenOf('0.61.0-after-tool');
    expect(readReply(lines, 'SAY:I will run it.')).toBe('after');
    expect(readReply(lines, 'Something else that was asked')).toBeUndefined();
  });
});
