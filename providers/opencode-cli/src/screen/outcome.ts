import type { ScreenReading } from '@cao/provider-sdk';
import { framed } from './rows.ts';

const MARK = /^ {5}▣ {2}\S.*$/;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s)|(?:\d+[dhm] ?)+(?:\d+s)?)$/;
/** Frames also hold what a tool did, and in older versions what the model thought. */
const NOT_SAID = /^(?:[#$] |Thinking:)/;

export function isMark(row: string): boolean {
  return MARK.test(row);
}

/** True for the mark of a turn that came to its end: it says how long it took. */
export function isCompleted(row: string): boolean {
  return isMark(row) && DURATION.test(endOf(row));
}

function endOf(row: string): string {
  return row.split(' · ').at(-1)?.trim() ?? '';
}

/** How the last turn ended, by the mark right above the box. A prompt below the mark has begun another turn. */
export function outcomeOf(rows: readonly string[]): ScreenReading['outcome'] {
  const blocks = blocksOf(rows);
  const mark = blocks.pop()?.join(' ') ?? '';
  if (!isMark(mark)) return undefined;
  const end = endOf(mark);
  if (end === 'interrupted') return { type: 'interrupted' };
  // The mark may be drawn before the answer above it.
  if (DURATION.test(end)) return saidIn(blocks.at(-1) ?? []) === undefined ? { type: 'completed' } : undefined;
  const error = errorIn(blocks);
  return error === undefined ? undefined : { type: 'failed', error };
}

/** The last thing above the box is a prompt: it was taken, and the model has not begun. */
export function endsWithPrompt(rows: readonly string[]): boolean {
  return saidIn(blocksOf(rows).at(-1) ?? []) !== undefined;
}

/**
 * A prompt and an error look alike but for their colours. Below the mark of another turn they take turns, so that an even number of
 * them ends with an error; below anything else nobody can tell.
 */
function errorIn(blocks: readonly (readonly string[])[]): string | undefined {
  const said: string[] = [];
  for (let at = blocks.length - 1; at >= 0; at -= 1) {
    const text = saidIn(blocks[at] ?? []);
    if (text !== undefined) said.unshift(text);
    else return isMark(blocks[at]?.[0] ?? '') && said.length % 2 === 0 ? said.at(-1) : undefined;
  }
  return undefined;
}

/** The text of a frame that is a prompt or an error. */
function saidIn(block: readonly string[]): string | undefined {
  const texts = block.map((row) => framed(row));
  if (texts.length === 0 || texts.includes(undefined)) return undefined;
  const text = texts
    .map((line) => (line ?? '').trim())
    .join('\n')
    .trim();
  return text === '' || NOT_SAID.test(text) ? undefined : text;
}

/** Rows that stand together, without the empty rows between them. */
function blocksOf(rows: readonly string[]): (readonly string[])[] {
  const blocks: string[][] = [];
  for (const [at, row] of rows.entries()) {
    if (row === '') continue;
    if (at === 0 || rows[at - 1] === '') blocks.push([]);
    blocks.at(-1)?.push(row);
  }
  return blocks;
}
