import { readScreenCases, screenFromText } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { readScreen } from '../src/screen/read-screen.ts';

/** Captured screens on which nothing asks, but for those whose answer quotes a dialog. */
const cases = readScreenCases({ root: new URL('..', import.meta.url) }).filter(
  ({ name, expected }) => expected.state !== 'waiting' && !name.startsWith('answer-of-glyphs'),
);

/** On a busy machine the program may rest in the middle of a frame: what was sent stands there, and the input box does not yet. */
describe('a screen that is drawn only down to some row asks nothing', () => {
  it.each(cases)('$name', ({ screen }) => {
    for (let drawn = 1; drawn < screen.lines.length; drawn += 1) {
      const half = { ...screen, lines: screen.lines.map((line, row) => (row < drawn ? line : '')) };
      expect({ drawn, state: readScreen(half).state }).not.toEqual({ drawn, state: 'waiting' });
    }
  });

  it('with an input of several rows, as it was seen', () => {
    const sent = [
      '❯ TOOL!:handoff:{"message":"## Part 0',
      '  | column | long long long',
      '  const x = "❯ not a prompt"',
    ];
    expect(readScreen(screenFromText(['● done', '', ...sent].join('\n'))).state).toBe('unknown');
    expect(readScreen(screenFromText(['● done', '', '❯ 1. Fix it', '  2. Test it'].join('\n'))).state).toBe('unknown');
  });
});
