import { readScreenCases } from '@cao/provider-sdk/testing';
import type { Question } from '@cao/contracts';
import { describe, expect, it } from 'vitest';
import { answer } from '../src/answer.ts';
import { readScreen } from '../src/screen/read-screen.ts';
import { keysOf } from './keys.ts';
import { agentFacts } from '@cao/provider-sdk/testing';

const cases = readScreenCases({ root: new URL('..', import.meta.url) });

function questionOn(name: string): Question {
  const found = cases.find((fixture) => fixture.name === name);
  const question = found && readScreen(found.screen, agentFacts()).question;
  if (question === undefined) throw new Error(`no question on ${name}`);
  return question;
}

describe.each(['1.18.33-permission-shell', '1.14.41-permission-120'])('a question for permission: %s', (name) => {
  const question = questionOn(name);

  it.each([
    ['1', 'Enter'],
    ['yes', 'Enter'],
    ['Allow once', 'Enter'],
    ['2', 'Right Enter Enter'],
    ['allow always', 'Right Enter Enter'],
    ['3', 'Escape'],
    ['no', 'Escape'],
    ['reject', 'Escape'],
  ])('%s is %s', (given, keys) => {
    expect(keysOf(answer(question, given))).toBe(keys);
  });

  it.each(['', 'maybe', 'allow nothing'])('%j fits nothing', (given) => {
    expect(answer(question, given)).toBeUndefined();
  });
});

describe('a choice', () => {
  const question = questionOn('1.18.33-question-one');

  it('is made by its digit, its words, or words of one’s own', () => {
    expect(keysOf(answer(question, '2'))).toBe('"2"');
    expect(keysOf(answer(question, 'yes'))).toBe('"1"');
    expect(keysOf(answer(question, 'something else'))).toBe('"3" "something else" Enter');
  });

  it('takes only words once the field for them is open', () => {
    expect(keysOf(answer(questionOn('1.18.33-question-own-words'), '2'))).toBe('"2" Enter');
  });
});

describe('several choices', () => {
  it('are set as wanted and left by Tab', () => {
    expect(keysOf(answer(questionOn('1.18.33-question-several'), '1, Large'))).toBe('"1" "2" Tab');
    expect(keysOf(answer(questionOn('1.18.33-question-several-set'), 'large'))).toBe('"1" "2" Tab');
    expect(answer(questionOn('1.18.33-question-several'), 'huge')).toBeUndefined();
  });

  it('are sent from the last page', () => {
    expect(keysOf(answer(questionOn('1.18.33-question-review'), 'submit'))).toBe('Enter');
    expect(keysOf(answer(questionOn('1.18.33-question-review'), 'dismiss'))).toBe('Escape');
  });
});

it('a dialog that somebody opened is nobody’s to answer', () => {
  expect(answer(questionOn('1.18.33-palette'), '1')).toBeUndefined();
});
