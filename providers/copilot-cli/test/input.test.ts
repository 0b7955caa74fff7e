import { describe, expect, it } from 'vitest';
import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';
import { answer } from '../src/answer.ts';
import { clear, exit, interrupt, submit } from '../src/input.ts';
import { piecesOf } from '../src/pieces.ts';

/** Steps in short: what is pasted in quotes, keys by name; waits are left out. */
function typed(steps: readonly InputStep[] | undefined): string | undefined {
  const words = steps?.flatMap((step) => {
    if (step.type === 'paste' || step.type === 'text') return [JSON.stringify(step.text)];
    return step.type === 'key' ? [step.key] : [];
  });
  return words?.join(' ');
}

describe('a prompt', () => {
  it('is one paste and one Enter, with a wait longer than Copilot collects pastes', () => {
    const steps = submit('one\ntwo');
    expect(typed(steps)).toBe('"one\\ntwo" Enter');
    expect(steps[1]).toMatchObject({ type: 'settle', quietMs: expect.toSatisfy((ms: number) => ms > 200) as number });
  });

  it.each(['look at @src', 'close #12', '@'])('that ends in a word that opens a list gets a blank: %s', (text) => {
    expect(typed(submit(text))).toBe(`${JSON.stringify(`${text} `)} Enter`);
  });

  it('that is long goes in pieces, each too small to be put into a file, none of it lost', () => {
    const family = '👩‍👩‍👧‍👦';
    const texts = [
      'x'.repeat(100_000),
      '表格'.repeat(9000),
      family.repeat(4000),
      `${'a line of text\n'.repeat(5000)}end`,
    ];
    for (const text of texts) {
      const pieces = piecesOf(text);
      expect(pieces.join('')).toBe(text);
      expect(pieces.length).toBeGreaterThan(2);
      for (const piece of pieces) {
        expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(9002);
        expect(piece).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
      }
    }
    const lines = piecesOf('a line of text\n'.repeat(5000)).slice(1, -1);
    for (const piece of lines) expect(piece).toMatch(/^\S[^]*\S$/);
    expect(piecesOf('short')).toEqual(['short']);
  });

  it('waits between its pieces until Copilot took each', () => {
    const kinds = submit('x'.repeat(20_000)).map(({ type }) => type);
    expect(kinds).toEqual(['paste', 'settle', 'paste', 'settle', 'paste', 'settle', 'key']);
  });
});

describe('Ctrl-C', () => {
  it('comes once to interrupt or clear, and the next one later than two ends the program', () => {
    for (const steps of [interrupt, clear]) {
      expect(typed(steps)).toBe('C-c');
      expect(steps.at(-1)).toMatchObject({
        type: 'settle',
        quietMs: expect.toSatisfy((ms: number) => ms > 2000) as number,
      });
    }
    expect(typed(exit)).toBe('C-c C-c C-c');
  });
});

describe('answers', () => {
  const question = (labels: readonly string[], selected = 0): Question => ({
    kind: 'permission',
    text: 'Do you want to run this command?',
    options: labels.map((label, at) => ({
      key: String(at + 1),
      label,
      ...(at === selected ? { selected: true } : {}),
    })),
  });
  const shell = [
    'Yes',
    "Yes, and don't ask again for `touch`",
    'No, and tell Copilot what to do differently (Esc to stop)',
  ];

  it.each([
    ['1', 'Enter'],
    ['yes', 'Enter'],
    ['Y', 'Enter'],
    ['2', 'Down Enter'],
    ["Yes, and don't ask again", 'Down Enter'],
    ['3', 'Escape'],
    ['no', 'Escape'],
    ['n', 'Escape'],
  ])('%s is given by %s', (given, keys) => {
    expect(typed(answer(question(shell), given))).toBe(keys);
  });

  it('move from where the mark is', () => {
    expect(typed(answer(question(['Yes', 'Yes, and remember this path', 'No (Esc)'], 1), 'yes'))).toBe('Up Enter');
  });

  it('that fit nothing are refused', () => {
    for (const given of ['', '4', 'maybe', 'colour']) expect(answer(question(shell), given)).toBeUndefined();
    expect(answer({ kind: 'dialog', text: 'Pick', options: [] }, 'yes')).toBeUndefined();
    expect(answer({ ...question(['red', 'blue'], 5) }, 'red')).toBeUndefined();
  });

  it('in own words go into a field', () => {
    expect(typed(answer({ kind: 'text', text: 'Why?', options: [] }, 'because'))).toBe('"because" Enter');
  });
});
