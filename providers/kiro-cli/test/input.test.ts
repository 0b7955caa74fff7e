import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';
import { describe, expect, it } from 'vitest';
import { answer } from '../src/answer.ts';
import { exit, submit } from '../src/input.ts';

const menu: Question = {
  kind: 'permission',
  text: 'shell requires approval',
  options: [
    { key: '1', label: 'Yes, single permission' },
    { key: '2', label: 'Trust, always allow in this session', selected: true },
    { key: '3', label: 'No (Tab to edit)' },
  ],
};
const letters: Question = {
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

describe('an answer', () => {
  it.each([
    ['1', ['Up', 'Enter']],
    ['yes', ['Up', 'Enter']],
    ['Yes, single permission', ['Up', 'Enter']],
    ['Trust', ['Enter']],
    ['no', ['Down', 'Enter']],
    ['No (Tab to edit)', ['Down', 'Enter']],
    ['perhaps', undefined],
    ['', undefined],
  ])('%j walks the menu', (given, keys) => {
    expect(typed(answer(menu, given))).toEqual(keys);
  });

  it('lets the menu be drawn after every move', () => {
    const away = { ...menu, options: menu.options.map(({ key, label }, at) => ({ key, label, selected: at === 0 })) };
    expect(answer(away, 'no')?.map(({ type }) => type)).toEqual(['key', 'settle', 'key', 'settle', 'key']);
  });

  it.each([
    ['yes', ['y', 'Enter']],
    ['t', ['t', 'Enter']],
  ])('%j is a letter in the old interface', (given, keys) => {
    expect(typed(answer(letters, given))).toEqual(keys);
  });

  it('is any text where text is asked for', () => {
    expect(typed(answer({ kind: 'text', text: 'Name?', options: [] }, 'Ada'))).toEqual(['Ada', 'Enter']);
  });
});

it('a prompt is pasted and sent with one Enter: a second could answer a question', () => {
  expect(typed(submit('two\nlines'))).toEqual(['two\nlines', 'Enter']);
});

it('leaving stops a turn first, which the word would steer', () => {
  expect(typed(exit)).toEqual(['Escape', '/quit', 'Enter']);
});
