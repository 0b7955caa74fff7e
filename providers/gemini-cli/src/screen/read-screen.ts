import type { AgentFacts, ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { titleState } from '../title.ts';
import { isWorking, outcomeOf } from './activity.ts';
import { findComposer, type Composer } from './composer.ts';
import { findDialog } from './dialog.ts';
import { isRestarting, startDialog, waitsForKey, withoutKey } from './start-dialogs.ts';

/** A box with a spinner and a way out of it, at every start. */
const SIGNING_IN = /^\S? ?Waiting for auth/u;

/**
 * Reads a settled screen from its bottom: either the composer has the cursor, and title and spinner tell what goes on behind it,
 * or a box has taken its place. Words further up are an answer's and mean nothing.
 */
export function readScreen(drawn: ScreenSnapshot, facts: AgentFacts): ScreenReading {
  const screen = { ...drawn, lines: drawn.lines.map((line) => line.trimEnd()) };
  if (screen.lines.every((line) => line === '')) return { state: 'starting', rule: 'nothing drawn' };
  const composer = screen.alternate ? undefined : findComposer(screen);
  if (composer !== undefined) return atComposer(screen, composer);
  const dialog = findDialog(screen.lines);
  if (dialog === undefined) {
    if (titleState(screen.title) === 'busy') return { state: 'busy', rule: 'title' };
    return { state: 'unknown', rule: 'no prompt and no question' };
  }
  if (isRestarting(screen.lines)) return { state: 'starting', rule: 'restarting' };
  const question = withoutKey(dialog.question);
  if (SIGNING_IN.test(question.text)) return { state: 'starting', rule: 'signing in' };
  if (waitsForKey(dialog, facts.env)) return { state: 'starting', rule: 'a key is being filled in' };
  const start = startDialog(dialog, facts.env);
  if (start !== undefined) {
    return { state: 'waiting', rule: `dialog ${start.id}`, question: { ...question, kind: 'dialog' }, dialog: start };
  }
  return { state: 'waiting', rule: `question ${question.tool ?? question.kind}`, question };
}

function atComposer(screen: ScreenSnapshot, composer: Composer): ScreenReading {
  const { text, top } = composer;
  if (isWorking(screen.lines, top)) return { state: 'busy', rule: 'working line', composer: text };
  const title = titleState(screen.title);
  if (title === 'busy') return { state: 'busy', rule: 'title', composer: text };
  // A question is being drawn, or was answered a moment ago.
  if (title === 'waiting') return { state: 'unknown', rule: 'title asks, screen does not', composer: text };
  const outcome = outcomeOf(screen.lines, top);
  const rule = title === 'ready' ? 'title and composer' : 'composer without a working line';
  return { state: 'ready', rule, composer: text, ...(outcome === undefined ? {} : { outcome }) };
}
