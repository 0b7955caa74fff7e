import { readScreenCases } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import type { ScreenSnapshot } from '@cao/provider-sdk';
import { readScreen } from '../src/screen/read-screen.ts';
import { factsOf } from './records.ts';

const cases = readScreenCases({ root: new URL('..', import.meta.url) });

function screenOf(name: string): ScreenSnapshot {
  const found = cases.find((fixture) => fixture.name === name);
  if (found === undefined) throw new Error(`no screen ${name}`);
  return found.screen;
}

describe('a screen whose title says nothing', () => {
  const read = (name: string, title: string, version = '0.169.0') =>
    readScreen({ ...screenOf(name), title }, factsOf(version));

  it('is never taken for ready while text may be streaming', () => {
    const busy = cases.filter((fixture) => fixture.expected.state === 'busy');
    expect(busy.length).toBeGreaterThan(10);
    for (const fixture of busy) {
      const { state } = readScreen({ ...fixture.screen, title: 'shop' }, factsOf('0.169.0'));
      expect({ name: fixture.name, ready: state === 'ready' }).toEqual({ name: fixture.name, ready: false });
    }
  });

  it('is ready before the first turn, and where a mark ended the last one', () => {
    for (const name of ['0.169.0-idle', '0.169.0-completed', '0.169.0-interrupted', '0.147.0-failed', '0.147.0-idle']) {
      expect(read(name, 'shop')).toMatchObject({ state: 'ready', composer: '' });
    }
    expect(read('0.147.0-completed', 'shop').state).toBe('unknown');
  });

  it('is a facade without any title, except in versions that set none', () => {
    expect(read('0.169.0-idle', '').state).toBe('starting');
    expect(read('0.120.0-idle', '', '0.111.0').state).toBe('ready');
  });

  it('is busy by its working line or its spinner', () => {
    expect(read('0.147.0-working', 'shop')).toMatchObject({ state: 'busy', rule: 'working line' });
    expect(read('0.147.0-streaming', '⠧ shop')).toMatchObject({ state: 'busy', rule: 'title' });
  });
});

describe('the composer', () => {
  it('is told from prompts of the history without knowing what is faint', () => {
    for (const name of ['0.169.0-completed', '0.147.0-completed', '0.169.0-typed']) {
      const { state, composer } = readScreen({ ...screenOf(name), faint: [] }, factsOf('0.169.0'));
      expect({ state, composer }).toEqual({
        state: 'ready',
        composer: name.endsWith('typed') ? 'half a sentence' : '',
      });
    }
  });

  it('takes no input while the cursor is elsewhere', () => {
    const screen = screenOf('0.169.0-completed');
    expect(readScreen({ ...screen, cursor: { ...screen.cursor, visible: false } }, factsOf('0.169.0')).state).toBe(
      'unknown',
    );
  });
});

describe('start-up dialogs', () => {
  it('confirm only when the safe answer is marked, else move by one', () => {
    const dialogs = cases.flatMap(({ name, screen, expected }) => {
      const { dialog, question } = readScreen(screen, factsOf(String(expected.rule)));
      return dialog ? [{ name, dialog, marked: question?.options.find(({ selected }) => selected)?.label }] : [];
    });
    expect(dialogs.length).toBeGreaterThan(10);
    const confirmed = dialogs.filter(({ dialog }) =>
      dialog.steps.some((step) => step.type === 'key' && step.key === 'Enter'),
    );
    expect(new Set(confirmed.map(({ marked }) => marked))).toEqual(
      new Set(['Trust and continue', 'Yes, continue', 'Skip', "Continue without trusting (hooks won't run)"]),
    );
    expect(dialogs.every(({ dialog }) => dialog.steps.length === 1)).toBe(true);
  });
});
