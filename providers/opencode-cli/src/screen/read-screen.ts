import type { Question } from '@cao/contracts';
import type { AgentFacts, ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { findBox, type Box } from './box.ts';
import { endsWithPrompt, outcomeOf } from './outcome.ts';
import { readOverlay } from './overlay.ts';
import { isBeingDrawn, readQuestion } from './question.ts';
import { conversationRows } from './rows.ts';

/** Below the box while a turn runs: something that moves, and the key that stops it. */
const BUSY = /\besc (?:again to )?interrupt\b|^ *[■⬝]{4,}/;

/**
 * A frame in the place of the box is a question, a dialog over the screen takes the keyboard out of the box, and with the cursor in
 * the box the row below it says whether a turn runs.
 */
export function readScreen(screen: ScreenSnapshot, _facts: AgentFacts): ScreenReading {
  const rows = conversationRows(screen);
  if (rows.every((row) => row === '')) return { state: 'starting', rule: 'nothing drawn' };
  if (!screen.alternate) return { state: 'unknown', rule: 'not its own screen' };
  const box = findBox(screen, rows);
  if (box === undefined) {
    const question = readQuestion(rows, screen.cursor.visible);
    return question ? asks(question) : { state: 'unknown', rule: 'no box and no question' };
  }
  if (box.text === undefined) return besideBox(rows, box);
  const composer = box.text;
  if (isBusy(rows, box)) return { state: 'busy', rule: 'interrupt hint', composer };
  // Until models and agents are known, a prompt goes nowhere.
  if (!box.hasAgent) return { state: 'starting', rule: 'box without an agent', composer };
  const above = rows.slice(0, box.top);
  // With text in the box, a list of commands or files may stand in between.
  if (composer === '' && endsWithPrompt(above)) return { state: 'busy', rule: 'prompt without an answer', composer };
  const outcome = outcomeOf(above);
  return { state: 'ready', rule: 'cursor in the box', composer, ...(outcome ? { outcome } : {}) };
}

function asks(question: Question): ScreenReading {
  if (isBeingDrawn(question)) return { state: 'waiting', rule: 'question being drawn' };
  return { state: 'waiting', rule: `question ${question.tool ?? question.kind}`, question };
}

function besideBox(rows: readonly string[], box: Box): ScreenReading {
  const text = readOverlay(rows);
  if (text !== undefined) {
    return { state: 'waiting', rule: 'dialog over the screen', question: { kind: 'dialog', text, options: [] } };
  }
  if (isBusy(rows, box)) return { state: 'busy', rule: 'interrupt hint' };
  return { state: 'unknown', rule: 'cursor is not in the box' };
}

function isBusy(rows: readonly string[], { bottom }: Box): boolean {
  return BUSY.test(rows[bottom + 1] ?? '');
}
