import type { AgentFacts, ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { parseTitle } from '../title.ts';
import { isAtLeast, SINCE } from '../version.ts';
import { startDialog } from './dialogs.ts';
import { findComposer, hasKeyHints, type Composer } from './layout.ts';
import { findList } from './list.ts';
import { looksSettled, outcomeOf } from './outcome.ts';
import { questionOf, textAbove, textAtBottom } from './question.ts';

const WORKING = /^[•◦·] .*\((?:\d+h )?(?:\d+m )?\d+s • esc to interrupt\)/;

/**
 * Who owns the keyboard decides: a list or form that hides the cursor is a question, the composer with the cursor in it is the
 * prompt. Whether the agent works behind its composer only the title tells for sure.
 */
export function readScreen(drawn: ScreenSnapshot, facts: AgentFacts): ScreenReading {
  const screen = { ...drawn, lines: drawn.lines.map((line) => line.trimEnd()) };
  if (screen.lines.every((line) => line === '')) return { state: 'starting', rule: 'nothing drawn' };
  const composer = screen.alternate ? undefined : findComposer(screen);
  if (composer) return atComposer(screen, composer, facts);
  return atQuestion(screen) ?? { state: 'unknown', rule: 'no prompt and no question' };
}

function atQuestion(screen: ScreenSnapshot): ScreenReading | undefined {
  const list = findList(screen.lines);
  const text = list ? textAbove(screen.lines, list.row) : '';
  const dialog = list && startDialog(text, list);
  if (dialog) {
    return {
      state: 'waiting',
      rule: `dialog ${dialog.id}`,
      question: { ...questionOf(text, list), kind: 'dialog' },
      dialog,
    };
  }
  const asked = askedBeforeStart(screen);
  if (asked !== undefined)
    return { state: 'waiting', rule: 'asks before it starts', question: { kind: 'text', text: asked, options: [] } };
  if (!hasKeyHints(screen.lines)) return undefined;
  if (list === undefined) {
    const bottom = textAtBottom(screen.lines);
    const rule = /Welcome to Codex/.test(bottom) ? 'sign-in' : 'something asks for keys';
    return { state: 'waiting', rule, question: { kind: 'dialog', text: bottom, options: [] } };
  }
  // Keys now go into a field for notes below the list.
  if (screen.cursor.visible)
    return { state: 'waiting', rule: 'notes field', question: { kind: 'dialog', text, options: [] } };
  const question = questionOf(text, list);
  return { state: 'waiting', rule: `question ${question.tool ?? question.kind}`, question };
}

/** A damaged database is a matter for a person: Codex asks on a bare line, before it draws anything. */
function askedBeforeStart({ cursor, lines }: ScreenSnapshot): string | undefined {
  return /\[y\/N\]:?$/.test(lines[cursor.row] ?? '') ? textAtBottom(lines) : undefined;
}

function atComposer(screen: ScreenSnapshot, composer: Composer, facts: AgentFacts): ScreenReading {
  const title = parseTitle(screen.title);
  const { text } = composer;
  if (title.state === 'busy') return { state: 'busy', rule: 'title', composer: text };
  if (title.state === 'starting') return { state: 'starting', rule: 'title', composer: text };
  // A question is being drawn, or was answered a moment ago.
  if (title.state === 'waiting') return { state: 'unknown', rule: 'title asks, screen does not', composer: text };
  if (title.state === 'ready') return ready(screen, composer, 'title and composer');
  if (screen.title === '' && isAtLeast(facts.version, SINCE.titleAtStart)) {
    return { state: 'starting', rule: 'composer before the session' };
  }
  if (screen.lines.some((line) => WORKING.test(line))) return { state: 'busy', rule: 'working line', composer: text };
  if (looksSettled(screen, composer.row)) return ready(screen, composer, 'composer below an ended turn');
  return { state: 'unknown', rule: 'composer, but no sign of rest', composer: text };
}

function ready(screen: ScreenSnapshot, composer: Composer, rule: string): ScreenReading {
  const outcome = outcomeOf(screen, composer.row);
  return { state: 'ready', rule, composer: composer.text, ...(outcome ? { outcome } : {}) };
}
