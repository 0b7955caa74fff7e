import type { Question } from '@cao/contracts';
import type { AgentFacts, KeyName, ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { findComposer, type Composer } from './composer.ts';
import { outcomeOf } from './outcome.ts';
import { findQuestion, type Asked } from './question.ts';
import { plainRows } from './rows.ts';

/** The footer begins with a mark that turns while the agent works, in every version. */
const WORKING = /^[○◎◉●◐◓◑◒∙•] /;
/** For two seconds one of these stands where the footer would tell more. */
const HIDES_STATE = /^ctrl\+c again to exit/i;
const RESTING =
  /(?:\/ commands|\? help|@ files|# issues|\/help show help|open sidebar|Interactive|Autopilot|Plan|esc again to rewind)\b/;

/** Who owns the keyboard decides: a list or form, or the input box, whose footer tells whether the agent works. */
export function readScreen(drawn: ScreenSnapshot, _facts: AgentFacts): ScreenReading {
  const screen = { ...drawn, lines: plainRows(drawn.lines) };
  if (screen.lines.every((line) => line.trim() === '')) return { state: 'starting', rule: 'nothing drawn' };
  const asked = findQuestion(screen.lines);
  if (asked !== undefined) return waiting(asked);
  const composer = findComposer(screen);
  if (composer === undefined) return { state: 'unknown', rule: 'no input box and no question' };
  return atComposer(screen, composer);
}

/**
 * Dialogs of a start, by their title, with the answer of whoever starts an agent: in this folder it is meant to work, this time
 * (nothing is remembered for the person), and a conversation whose program was killed still looks as if that program had it.
 */
const START_DIALOGS: Readonly<Record<string, { readonly id: string; readonly choice: string }>> = {
  'Confirm folder trust': { id: 'trust', choice: 'Yes' },
  'Session in use': { id: 'in use', choice: 'Resume anyway' },
};

function waiting({ question, title }: Asked): ScreenReading {
  const known = START_DIALOGS[title];
  if (known === undefined) return { state: 'waiting', rule: `question: ${title}`, question };
  const key = keyTowards(known.choice, question.options);
  return {
    state: 'waiting',
    rule: `dialog ${known.id}`,
    question: { ...question, kind: 'dialog' },
    ...(key === undefined ? {} : { dialog: { id: known.id, steps: [{ type: 'key', key }] } }),
  };
}

/** Enter on the choice, else one move towards it. */
function keyTowards(choice: string, options: Question['options']): KeyName | undefined {
  const wanted = options.findIndex(({ label }) => label === choice);
  const marked = options.findIndex(({ selected }) => selected === true);
  if (wanted < 0 || marked < 0) return undefined;
  return wanted === marked ? 'Enter' : wanted > marked ? 'Down' : 'Up';
}

function atComposer({ lines }: ScreenSnapshot, { text, footer, row }: Composer): ScreenReading {
  if (WORKING.test(footer)) return { state: 'busy', rule: 'footer: working', composer: text };
  if (HIDES_STATE.test(footer)) return { state: 'unknown', rule: 'footer: about to exit', composer: text };
  if (!RESTING.test(footer)) return { state: 'unknown', rule: 'a footer that says nothing', composer: text };
  const outcome = outcomeOf(lines, row);
  return { state: 'ready', rule: 'input box at rest', composer: text, ...(outcome === undefined ? {} : { outcome }) };
}
