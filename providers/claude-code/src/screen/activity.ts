import type { ScreenReading } from '@cao/provider-sdk';
import { isBlank, isRightHint } from './rows.ts';
import type { Composer } from './composer.ts';

/** Frames of the spinner; the same glyphs open the line that stays when a turn is complete. */
const GLYPH = '[·✢✳✶✻✽∗*+]';
const COMPLETED = new RegExp(`^${GLYPH} \\p{L}+ for \\d`, 'u');
const WORKING = new RegExp(`^${GLYPH} \\S.*(…|\\bretrying in\\b)`, 'u');
/** The turn has an answer but waits for its own agents or workflows. */
const WAITING_FOR_OWN = new RegExp(`^${GLYPH} Waiting for \\d+ `, 'u');
const INTERRUPTED = /^\s+⎿\s+Interrupted\b/u;
const API_ERROR = /^[●⏺] (API Error\b.*)$/u;

/** What stands right above the input box: a last line at the left edge, and indented lines below it. */
interface LastBlock {
  readonly head: string;
  readonly tail: readonly string[];
}

/** What the agent does, or how it came to rest, by what is drawn next to the input box. */
export function readActivity(
  rows: readonly string[],
  composer: Composer,
): Pick<ScreenReading, 'state' | 'rule' | 'outcome'> {
  const footer = rows.slice(composer.bottom + 1);
  if (footer.some((line) => /\besc to interrupt/.test(line)))
    return { state: 'busy', rule: 'footer: esc to interrupt' };
  const block = lastBlock(rows, composer.top);
  if (WAITING_FOR_OWN.test(block.head)) return { state: 'busy', rule: 'line above the input box: waiting' };
  if (WORKING.test(block.head)) return { state: 'busy', rule: 'spinner above the input box' };
  // Text in the box may be a prompt that was taken back before anything came of it; then older marks are not its own.
  const outcome = composer.text === '' ? outcomeOf(block) : undefined;
  return { state: 'ready', rule: 'input box', ...(outcome === undefined ? {} : { outcome }) };
}

/**
 * Marks of an end without an answer. The mark of a completed turn is no outcome: it stays when the next prompt is taken back,
 * and nothing in it says whose it is.
 */
function outcomeOf({ head, tail }: LastBlock): ScreenReading['outcome'] {
  if (COMPLETED.test(head)) return undefined;
  if (INTERRUPTED.test(tail.at(-1) ?? '')) return { type: 'interrupted' };
  const error = API_ERROR.exec(head)?.[1];
  if (error === undefined) return undefined;
  return { type: 'failed', error: [error, ...tail.map((line) => line.trim())].join(' ') };
}

function lastBlock(rows: readonly string[], top: number): LastBlock {
  const tail: string[] = [];
  for (let row = top - 1; row >= 0; row -= 1) {
    const line = rows[row] ?? '';
    if (isBlank(line) || isRightHint(line)) continue;
    if (!/^\s/.test(line)) return { head: line, tail };
    tail.unshift(line);
  }
  return { head: '', tail };
}
