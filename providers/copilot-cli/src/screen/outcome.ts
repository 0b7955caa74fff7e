import type { ScreenReading } from '@cao/provider-sdk';

const PROMPT = /^ ?❯ /;
const INTERRUPTED = /^ ?● Operation cancelled by user$/;
/** A tool that failed begins the same; an error of the model names a status or says what it is. */
const FAILED =
  /^ ?✗ ((?:\d{3} |Error\b|Request failed|Failed to get|Execution failed|.*\b(?:rate limit|quota|unauthorized|authenticat)).*)$/i;

/** The mark that ended the last turn: the last thing between its prompt and the input box. */
export function outcomeOf(lines: readonly string[], composerRow: number): ScreenReading['outcome'] {
  for (let row = composerRow - 1; row >= 0; row -= 1) {
    const line = lines[row] ?? '';
    if (PROMPT.test(line)) return undefined;
    if (INTERRUPTED.test(line)) return { type: 'interrupted' };
    const [, error] = FAILED.exec(line) ?? [];
    if (error !== undefined) return { type: 'failed', error: wrapped(error, lines, row + 1) };
    if (/^ ?[●✗$⌄] /.test(line)) return undefined;
  }
  return undefined;
}

function wrapped(first: string, lines: readonly string[], from: number): string {
  const end = lines.findIndex((line, row) => row >= from && line.trim() === '');
  return [first, ...lines.slice(from, end).map((line) => line.trim())].join(' ');
}
