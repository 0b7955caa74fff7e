/** What is given to a new agent of one scope, at most; room one scope leaves is not given to another. */
const SCOPE_ENTRIES = 10;
const SCOPE_CHARACTERS = 1000;
const BLOCK_CHARACTERS = 3000;
/** A fact cut to less than this says nothing. */
const LEAST_CUT = 60;

export const BLOCK_SCOPES = ['session', 'project', 'global'] as const;
export const ENTRIES_PER_SCOPE = SCOPE_ENTRIES;

const OPEN = '<cao-memory>';
const CLOSE = '</cao-memory>';
const HEADING = '## Context from CAO Memory';

export interface BlockEntry {
  readonly scope: string;
  readonly key: string;
  readonly content: string;
}

/** The text put before an agent's first input; empty when there is nothing to tell. Entries newest first in each scope. */
export function renderBlock(scopes: readonly (readonly BlockEntry[])[]): string {
  const lines = scopes.flatMap((entries) => linesOf(entries.slice(0, SCOPE_ENTRIES)));
  return lines.length === 0 ? '' : [OPEN, HEADING, ...lines, CLOSE].join('\n');
}

/** The block in an agent's answer; empty for one that found nothing, undefined when it has none or one that is too long. */
export function findBlock(answer: string): string | undefined {
  const start = answer.lastIndexOf(OPEN);
  const end = answer.indexOf(CLOSE, start);
  if (start === -1 || end === -1) return undefined;
  const inner = answer.slice(start + OPEN.length, end).trim();
  if (inner.length > BLOCK_CHARACTERS) return undefined;
  return inner === '' || inner === HEADING ? '' : [OPEN, inner, CLOSE].join('\n');
}

function linesOf(entries: readonly BlockEntry[]): string[] {
  const lines: string[] = [];
  let left = SCOPE_CHARACTERS;
  for (const { scope, key, content } of entries) {
    const whole = `- [${scope}] ${key}: ${oneLine(content)}`;
    const line = whole.length < left ? whole : cut(whole, left - 1);
    if (line === undefined) break;
    lines.push(line);
    left -= line.length + 1;
  }
  return lines;
}

/** One line per fact, which neither ends the block nor begins another. */
function oneLine(content: string): string {
  return content.replaceAll(/\s+/g, ' ').replaceAll(/<(?=\/?cao-memory)/gi, '&lt;');
}

function cut(line: string, length: number): string | undefined {
  if (length < LEAST_CUT) return undefined;
  // Never half of a character that takes two units.
  return `${line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
