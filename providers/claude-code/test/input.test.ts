import { describe, expect, test } from 'vitest';
import type { Question } from '@cao/contracts';
import type { InputStep } from '@cao/provider-sdk';
import { provider } from '../src/index.ts';

/** Steps without the waits, in short. */
function short(steps: readonly InputStep[] | undefined): string | undefined {
  return steps
    ?.filter((step) => step.type !== 'settle')
    .map((step) => (step.type === 'key' ? `<${step.key}>` : step.text))
    .join('');
}

const permission: Question = {
  kind: 'permission',
  text: 'Do you want to proceed?',
  options: [
    { key: '1', label: 'Yes', selected: true },
    { key: '2', label: 'Yes, and don’t ask again for touch' },
    { key: '3', label: 'No, and tell Claude what to do differently (esc)' },
  ],
};
const several: Question = {
  kind: 'choice',
  text: '←  ☐ Features  ✔ Submit  →\n\nWhich features?',
  options: [
    { key: '1', label: '[✔] Alpha', selected: true },
    { key: '2', label: '[ ] Beta' },
    { key: '3', label: '[ ] Gamma' },
    { key: '4', label: '[ ] Type something' },
    { key: '5', label: 'Chat about this' },
  ],
};
const open: Question = {
  kind: 'text',
  text: '☐ Library\n\nWhich library?',
  options: [
    { key: '1', label: 'Zod Schemas first', selected: true },
    { key: '2', label: 'Valibot Small' },
    { key: '3', label: 'Type something.' },
    { key: '4', label: 'Chat about this' },
  ],
};

describe('submit', () => {
  test('one paste, a wait, and Enter', () => {
    expect(provider.submit('two\nlines').map(({ type }) => type)).toEqual(['paste', 'settle', 'key']);
    expect(short(provider.submit('two\nlines'))).toBe('two\nlines<Enter>');
  });

  test.each([
    ['ends in a backslash \\', 'ends in a backslash \\ <Enter>'],
    ['look at @src', 'look at @src <Enter>'],
    ['@src', '@src <Enter>'],
    ['mail someone@example.org', 'mail someone@example.org<Enter>'],
    ['look at @src now', 'look at @src now<Enter>'],
  ])('%j is not swallowed by the input box', (text, typed) => {
    expect(short(provider.submit(text))).toBe(typed);
  });
});

describe('interrupt', () => {
  test('never presses Ctrl-C twice within a second', () => {
    const steps = [...provider.interrupt, ...provider.interrupt];
    const presses = steps.flatMap((step, at) => (step.type === 'key' && step.key === 'C-c' ? [at] : []));
    const waited = steps.slice(presses[0], presses[1]).map((step) => (step.type === 'settle' ? step.quietMs : 0));
    expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(1000);
  });
});

describe('answer', () => {
  test.each([
    [permission, '1', '<Enter>'],
    [permission, '2', '<Down><Enter>'],
    [permission, 'no', '<Down><Down><Enter>'],
    [permission, 'N', '<Down><Down><Enter>'],
    [permission, 'yes', '<Enter>'],
    [permission, 'Yes, and don’t ask', '<Down><Enter>'],
    [permission, 'maybe', undefined],
    [permission, '', undefined],
    [open, 'valibot', '<Down><Enter>'],
    [open, 'My own library', '3My own library<Enter>'],
    [open, '4', '<Down><Down><Down><Enter>'],
    [several, '2, 3', '123<Tab>'],
    [several, 'Alpha', '<Tab>'],
    [several, 'beta,alpha', '2<Tab>'],
    [several, 'beta,delta', undefined],
    [several, '5', '5'],
  ])('%#: %s', (question, given, keys) => {
    expect(short(provider.answer(question, given))).toBe(keys);
  });

  test('moves up from a choice below', () => {
    const options = [
      { key: '1', label: 'Yes' },
      { key: '2', label: 'No (recommended)', selected: true },
    ];
    expect(short(provider.answer({ kind: 'dialog', text: 'Use it?', options }, '1'))).toBe('<Up><Enter>');
  });

  test('waits between keys, since two in one piece act on the same screen', () => {
    const steps = provider.answer(permission, '3') ?? [];
    const before = steps.flatMap((step, at) => (step.type === 'key' ? [steps[at - 1]?.type] : []));
    expect(before).toEqual(['settle', 'settle', 'settle']);
  });

  test('presses the keys a dialog names', () => {
    const options = [{ key: 'Escape', label: 'close' }];
    expect(short(provider.answer({ kind: 'dialog', text: 'Help', options }, 'Escape'))).toBe('<Escape>');
  });
});
