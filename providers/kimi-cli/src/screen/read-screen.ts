import type { AgentFacts, ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { readPythonScreen } from '../python/screen.ts';
import { isPython } from '../version.ts';
import { findComposer, findPanel, isWorking, turnRows } from './layout.ts';
import { outcomeOf } from './outcome.ts';
import { atPanel } from './question.ts';

/** What stands in the lowest frame decides: the composer, or a panel in its place. Above the composer a spinner turns while it works. */
export function readScreen(drawn: ScreenSnapshot, facts: AgentFacts): ScreenReading {
  const lines = drawn.lines.map((line) => line.trimEnd());
  if (isPython(facts.version)) return readPythonScreen(lines);
  if (lines.every((line) => line === '')) return { state: 'starting', rule: 'nothing drawn' };
  const composer = findComposer(lines);
  if (composer === undefined) {
    const panel = findPanel(lines);
    return panel === undefined ? { state: 'unknown', rule: 'no prompt and no panel' } : atPanel(panel);
  }
  const { text } = composer;
  if (isWorking(lines, composer)) return { state: 'busy', rule: 'spinner', composer: text };
  const outcome = outcomeOf(turnRows(lines, composer));
  return { state: 'ready', rule: 'composer without a spinner', composer: text, ...(outcome ? { outcome } : {}) };
}
