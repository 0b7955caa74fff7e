import { describe, expect, it } from 'vitest';
import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';
import { answer } from '../src/answer.ts';
import { submit } from '../src/input.ts';

function typed(steps: readonly InputStep[] | undefined): string | undefined {
  return steps
    ?.map((step) =>
      step.type === 'paste' || step.type === 'text' ? step.text : step.type === 'key' ? `<${step.key}>` : '',
    )
    .join('');
}

describe('submit', () => {
  it.each(['look at @src', '@', 'a\\', 'two\n@x'])('sets the Enter behind %j free', (text) => {
    expect(typed(submit(text))).toBe(`${text} <Enter>`);
  });

  it.each(['plain', 'mail a@b', '@src is a folder'])('adds nothing to %j', (text) => {
    expect(typed(submit(text))).toBe(`${text}<Enter>`);
  });
});

describe('answer', () => {
  const permission: Question = {
    kind: 'permission',
    text: 'Run this command?',
    options: [
      { key: '1', label: 'Approve once', selected: true },
      { key: '2', label: 'Approve for this session' },
      { key: '3', label: 'Reject' },
      { key: '4', label: 'Reject with feedback' },
    ],
  };
  const colours: Question = {
    kind: 'choice',
    text: 'Which colours?',
    options: [
      { key: '1', label: '[✓] Red: Like fire' },
      { key: '2', label: '[ ] Blue: Like water' },
      { key: '3', label: '[ ] Other' },
    ],
  };
  const trust: Question = {
    kind: 'dialog',
    text: 'Trust this folder?',
    options: [
      { key: '1', label: 'Trust this folder', selected: true },
      { key: '2', label: "Don't trust" },
    ],
  };

  it.each<[Question, string, string | undefined]>([
    [permission, '1', '1'],
    [permission, ' reject ', '3'],
    [permission, 'perhaps', undefined],
    [permission, '', undefined],
    [colours, 'blue', '12<Tab>'],
    [colours, '1, Blue', '2<Tab>'],
    [colours, 'green', undefined],
    [trust, "don't trust", '<Down><Enter>'],
    [trust, '1', '<Enter>'],
    [{ kind: 'text', text: 'Type feedback', options: [] }, 'because of x', 'because of x<Enter>'],
    [{ kind: 'dialog', text: 'Select a model', options: [] }, 'yes', undefined],
  ])('%j, %j', (question, given, expected) => {
    expect(typed(answer(question, given))).toBe(expected);
  });
});
