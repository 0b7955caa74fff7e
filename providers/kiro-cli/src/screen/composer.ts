import type { ScreenReading } from '@cao/provider-sdk';
import { isBlank, isCredits, isNote, isRightHint, isRule } from './rows.ts';

/** `agent · model · ◔ 4%   folder`: the row that stands above the input box, below a rule. */
const GAUGE = /^\S.* · [○◌◔◑◕●◐◓◒⣾-⣿] ?\d+%/u;
const PLACEHOLDER = /^ask a question,? or describe a task\b/i;
const WORKING = /^(?:Kiro is working\b|Thinking\.\.\.|Working\b.*(?:type to queue|esc to interrupt))/;
const STARTING = /^Initializing\b/;
const BOOT = /^\s*●? ?(?:Initializing\.\.\.|\d+ of \d+ mcp servers initialized\. ctrl-c to start chatting now)/iu;
/** A tool or a thought under way, drawn above the rule. */
const ACTIVE = /^\s*(?:esc to cancel|[\u2800-\u28FF◐-◕] Thinking\.\.\..*|Thinking\.\.\. \(esc to cancel\))$/u;
/** Marks at the end of a turn. */
const CANCELLED = /^\s*● Cancelled\b/u;
const TROUBLE = /^\s*(?:● )?(Kiro is having trouble responding right now.*)$/u;
/** Tools are drawn within so many rows above the rule. */
const NEAR = 12;

type Reading = Omit<ScreenReading, 'question' | 'dialog'>;

/** What the input box at the bottom and the rows right above it say; undefined when there is no box. */
export function readComposer(lines: readonly string[]): Reading | undefined {
  const gauge = lines.findLastIndex((line, row) => GAUGE.test(line) && isRule(lines[row - 1] ?? ''));
  if (gauge < 0) return undefined;
  const box = lines
    .slice(gauge + 1)
    .filter((line) => !isBlank(line) && !isRightHint(line) && !isCredits(line) && !isNote(line));
  const text = box
    .map((line) => line.replace(/^›/u, ' ').replace(/^ {1,3}/, ''))
    .join('\n')
    .trim();
  const above = lines.slice(0, gauge - 1).filter((line) => !isBlank(line) && !isNote(line));
  const recent = sinceLastTurn(above).slice(-NEAR);
  // Each turn begins with a rule.
  const fresh = !above.some(isRule);
  if (STARTING.test(text) || (fresh && recent.some((line) => BOOT.test(line))))
    return { state: 'starting', rule: 'boot line' };
  if (WORKING.test(text)) return { state: 'busy', rule: 'input box says working', composer: '' };
  if (recent.some((line) => ACTIVE.test(line))) return { state: 'busy', rule: 'activity above the input box' };
  const outcome = outcomeOf(above);
  if (PLACEHOLDER.test(text)) return { state: 'ready', rule: 'placeholder', composer: '', ...outcome };
  // Typed text takes the place of the word that would tell work from rest.
  const resting = recent.length === 0 || 'outcome' in outcome || fresh;
  if (text !== '' && resting) return { state: 'ready', rule: 'text in the input box', composer: text };
  return { state: 'unknown', rule: 'input box without its placeholder', composer: text };
}

function sinceLastTurn(above: readonly string[]): readonly string[] {
  return above.slice(above.findLastIndex(isCredits) + 1);
}

/** How the last turn ended, by the last rows of the conversation: its credits follow an answer and an end without one alike. */
function outcomeOf(above: readonly string[]): Pick<Reading, 'outcome'> | Record<string, never> {
  const last = above.findLast((line) => !isCredits(line)) ?? '';
  if (CANCELLED.test(last)) return { outcome: { type: 'interrupted' } };
  const error = TROUBLE.exec(last)?.[1];
  if (error !== undefined) return { outcome: { type: 'failed', error: error.trim() } };
  return isCredits(above.at(-1) ?? '') ? { outcome: { type: 'completed' } } : {};
}
