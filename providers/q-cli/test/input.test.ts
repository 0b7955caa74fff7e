import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';
import { describe, expect, it } from 'vitest';
import { answer, exit, submit } from '../src/input.ts';

const question: Question = {
  kind: 'permission',
  text: 'Allow this action?',
  options: [
    { key: 'y', label: 'Yes' },
    { key: 'n', label: 'No' },
    { key: 't', label: 'Trust this tool for the session' },
  ],
};

/** Keys and texts without the pauses. */
function typed(steps: readonly InputStep[] | undefined): string[] | undefined {
  return steps?.flatMap((step) => (step.type === 'key' ? [step.key] : step.type === 'settle' ? [] : [step.text]));
}

it.each([
  ['yes', 'y'],
  ['Y', 'y'],
  ['no', 'n'],
  ['trust', 't'],
])('%j is answered with a letter', (given, letter) => {
  expect(typed(answer(question, given))).toEqual([letter, 'Enter']);
});

it('what is no letter would be told to the model, and is refused', () => {
  expect(answer(question, 'perhaps')).toBeUndefined();
  expect(answer(question, '')).toBeUndefined();
});

describe('a prompt', () => {
  it.each([
    ['plain', 'plain'],
    ['```\nclosed\n```', '```\nclosed\n```'],
    ['```\nopen', '```\nopen\n```'],
    ['ends in \\', 'ends in \\ '],
  ])('%j is one that Enter sends', (text, pasted) => {
    expect(typed(submit(text))).toEqual([pasted, 'Enter']);
  });
});

it('leaving stops a turn first', () => {
  expect(typed(exit)).toEqual(['C-c', '/quit', 'Enter']);
});
