import type { Screen } from '@cao/client';

/**
 * What an agent shows as its latest words: the lowest row with words above the cursor. Agents keep an input box with the cursor
 * at the bottom and hints below it, which say nothing about the work.
 */
export function lastSpokenLine(screen: Pick<Screen, 'lines' | 'cursor'>): string {
  return lowestWords(screen.lines.slice(0, screen.cursor.row)) || lowestWords(screen.lines);
}

/** Frames, rulers and empty rows are no words. */
function lowestWords(lines: readonly string[]): string {
  for (let index = lines.length - 1; index >= 0; index--) {
    const words = (lines[index] ?? '')
      .replaceAll(/[\u2500-\u259f│┃|]+/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    if (/\p{L}{3}/u.test(words)) return words.replaceAll(/\p{Cc}/gu, '');
  }
  return '';
}
