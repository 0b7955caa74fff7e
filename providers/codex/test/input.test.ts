import { describe, expect, it } from 'vitest';
import type { Question } from '@cao/contracts';
import { answer, submit } from '../src/input.ts';

function typedBy(text: string): string {
  return submit(text)
    .map((step) =>
      step.type === 'paste' || step.type === 'text' ? step.text : step.type === 'key' ? `<${step.key}>` : '',
    )
    .join('');
}

describe('submit', () => {
  it.each(['look at @src', 'use $imagegen', '@', 'two\n$x'])('closes the list that %j opens', (text) => {
    expect(typedBy(text)).toBe(`${text} <Enter>`);
  });

  it.each(['plain', 'mail a@b', 'costs 5$', '@src is a folder', 'look at @src '])('adds nothing to %j', (text) => {
    expect(typedBy(text)).toBe(`${text}<Enter>`);
  });
});

describe('answer', () => {
  const question: Question = {
    kind: 'permission',
    text: 'Would you like to run the following command?',
    options: [
      { key: '1', label: 'Yes, proceed (y)', selected: true },
      { key: '2', label: 'Allow for this session: Run the tool and remember this choice' },
      { key: '3', label: 'No, and tell Codex what to do differently (esc)' },
    ],
  };

  it.each([
    ['1', '1'],
    ['yes, proceed', '1'],
    ['Yes, proceed (y)', '1'],
    ['Allow for this session', '2'],
    [' No, and tell Codex what to do differently ', '3'],
  ])('%j presses %s', (reply, key) => {
    expect(answer(question, reply)).toEqual([{ type: 'text', text: key }]);
  });

  it('moves to an option that no single digit names', () => {
    const options = Array.from({ length: 11 }, (_, at) => ({
      key: String(at + 1),
      label: `Item ${at}`,
      selected: at === 8,
    }));
    const keys = answer({ ...question, options }, '11')?.flatMap((step) => (step.type === 'key' ? [step.key] : []));
    expect(keys).toEqual(['Down', 'Down', 'Enter']);
  });

  it('types nothing into a screen it does not know', () => {
    expect(answer({ kind: 'dialog', text: 'q close', options: [] }, 'yes')).toBeUndefined();
    expect(answer(question, '')).toBeUndefined();
  });
});
