import { describe, expect, it } from 'vitest';
import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';
import { answer } from '../src/answer.ts';
import { submit } from '../src/input.ts';

function typedBy(steps: readonly InputStep[] | undefined): string | undefined {
  return steps
    ?.map((step) => (step.type === 'key' ? `<${step.key}>` : step.type === 'settle' ? '' : step.text))
    .join('');
}

describe('submit', () => {
  it.each(['look at @src', '@', 'ends in a \\', 'two\n@x'])('frees the end of %j', (text) => {
    expect(typedBy(submit(text))).toBe(`${text} <Enter>`);
  });

  it.each(['plain', 'mail a@b', '@src is a folder', 'a\\b'])('adds nothing to %j', (text) => {
    expect(typedBy(submit(text))).toBe(`${text}<Enter>`);
  });
});

describe('answer', () => {
  const question: Question = {
    kind: 'permission',
    text: 'Allow execution of [Shell]?',
    options: [
      { key: '1', label: 'Allow once', selected: true },
      { key: '2', label: 'Allow for this session' },
      { key: '3', label: 'No, suggest changes (esc)' },
    ],
  };

  it.each([
    ['1', '<Enter>'],
    ['yes', '<Enter>'],
    ['allow for this session', '<Down><Enter>'],
    ['No, suggest changes', '<Down><Down><Enter>'],
    ['n', '<Down><Down><Enter>'],
  ])('%j presses %s', (reply, keys) => {
    expect(typedBy(answer(question, reply))).toBe(keys);
  });

  it('moves up from a choice further down', () => {
    const options = question.options.map(({ key, label }) => ({
      key,
      label,
      ...(key === '3' ? { selected: true } : {}),
    }));
    expect(typedBy(answer({ ...question, options }, '2'))).toBe('<Up><Enter>');
  });

  it('types nothing into a screen it does not know', () => {
    expect(answer({ kind: 'dialog', text: '(Press Esc to close)', options: [] }, 'yes')).toBeUndefined();
    expect(answer(question, 'maybe')).toBeUndefined();
    expect(answer(question, ' ')).toBeUndefined();
  });
});
