import { expect } from 'vitest';
import type { Question } from '@cao/contracts';
import { StepsShape } from './shapes.ts';
import type { InputStep } from '../input.ts';
import type { Provider } from '../provider.ts';
import type { Check } from './options.ts';

const TEXTS = [
  'hello',
  'two\nlines',
  'quote " and \' and $HOME `id` \\n 漢字 👩‍👩‍👧',
  '  leading and trailing  ',
  'a tab\there',
  'x'.repeat(100_000),
];

const NO_SUCH_ANSWER = 'an answer that fits no option at all 4711';

export const inputChecks: readonly Check[] = [
  {
    name: 'submits a text whole, unchanged and once, with Enter at the end',
    run: (provider) => {
      for (const text of TEXTS) {
        const steps = provider.submit(text);
        expectSteps(steps);
        expect(typed(steps).split(text)).toHaveLength(2);
        expect(steps.findLast((step) => step.type !== 'settle')).toEqual({ type: 'key', key: 'Enter' });
      }
    },
  },
  {
    name: 'has steps to submit again, interrupt and leave',
    run: (provider) => {
      for (const steps of [provider.resubmit, provider.interrupt, provider.exit]) expectSteps(steps);
      expect(typed(provider.resubmit)).toBe('');
    },
  },
  {
    name: 'answers a question by the key of each option, and refuses what fits none',
    run: (provider) => expectAnswers(provider, SAMPLE_QUESTION),
  },
  {
    name: 'answers any question without throwing',
    run: (provider) => {
      expectAnswers(provider, { kind: 'text', text: 'Which?', options: [] });
      for (const kind of ['permission', 'choice', 'text', 'dialog'] as const) {
        for (const answer of ['', 'yes', '1', '\0', 'x'.repeat(10_000), '^$(.*', '__proto__']) {
          const steps = provider.answer({ kind, text: '', options: [] }, answer);
          if (steps !== undefined) expectSteps(steps);
        }
      }
    },
  },
];

const SAMPLE_QUESTION: Question = {
  kind: 'permission',
  text: 'Run the command?',
  options: [
    { key: '1', label: 'Yes', selected: true },
    { key: '2', label: 'Yes, and do not ask again' },
    { key: '3', label: 'No' },
  ],
};

/** Every option of a question can be chosen by key, each in its own way; a text that is no option is refused. */
export function expectAnswers(provider: Provider, question: Question): void {
  const { options } = question;
  expect(new Set(options.map((option) => option.key)).size).toBe(options.length);
  const ways = options.map((option) => provider.answer(question, option.key));
  for (const way of ways) {
    expect(way).toBeDefined();
    expectSteps(way ?? []);
  }
  expect(new Set(ways.map((way) => JSON.stringify(way))).size).toBe(options.length);
  const takesText = question.kind === 'text' || options.length === 0;
  if (!takesText) expect(provider.answer(question, NO_SUCH_ANSWER)).toBeUndefined();
}

function expectSteps(steps: readonly InputStep[]): void {
  const error = StepsShape.safeParse(steps).error?.message;
  expect(error && `${error}\nsteps: ${JSON.stringify(steps).slice(0, 2000)}`).toBeUndefined();
}

function typed(steps: readonly InputStep[]): string {
  return steps.map((step) => (step.type === 'paste' || step.type === 'text' ? step.text : '')).join('');
}
