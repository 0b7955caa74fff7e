import { blocksOf, type Block, type Fence } from './blocks.ts';
import { takeCharacters, takeWords } from './take-line.ts';

export interface SplitOptions {
  /** The most one part may have, at least 100. */
  readonly limit: number;
  /** More than these are not sent: the last part says how much is missing. */
  readonly maxParts: number;
  /** What the service will count, when it is more than the characters. Of a text it is the sum of its characters. */
  readonly length?: (text: string) => number;
}

/** A part that has so little in it is filled up with some of a long paragraph instead of being sent. */
const HALF = 0.5;
const QUARTER = 0.25;

/**
 * Markdown in parts: between paragraphs when that fits, else between lines, sentences, words. A code block goes to the next part
 * as a whole; one that is too long for any is closed and opened again.
 */
export function splitText(text: string, options: SplitOptions): readonly string[] {
  const { limit, maxParts, length = (part) => part.length } = options;
  const parts: string[] = [];
  let part = '';
  const room = (): number => limit - length(part) - (part === '' ? 0 : length('\n'));
  const add = (lines: string): void => void (part += part === '' ? lines : `\n${lines}`);
  function flush(): void {
    const full = part.replace(/^\n+/, '').trimEnd();
    if (full !== '') parts.push(full);
    part = '';
  }

  function addBlock(block: Block): void {
    const whole = block.lines.join('\n');
    if (length(whole) <= room()) return add(whole);
    const inNext = length(whole) <= limit;
    if (inNext && (block.fence !== undefined || length(part) >= limit * HALF)) {
      flush();
      return add(whole);
    }
    addInPieces(block);
  }

  function addInPieces({ lines, fence }: Block): void {
    if (fence === undefined) {
      for (const line of lines) addLine(line);
      return;
    }
    // A block that would be closed again after a line or two is begun in the next part.
    if (room() < limit * HALF) flush();
    add(fence.open);
    for (const line of lines.slice(1, -1)) addCode(line, fence);
    add(fence.close);
  }

  function addLine(line: string): void {
    // Rather a new part than a few words at the end of this one.
    if (length(line) > room() && room() < limit * QUARTER) flush();
    if (length(line) <= room()) return add(line);
    const [head, rest] = takeWords(line, room(), length);
    add(head);
    flush();
    addLine(rest);
  }

  function addCode(line: string, fence: Fence): void {
    const free = room() - length(`\n${fence.close}`);
    if (length(line) <= free) return add(line);
    const [head, rest] = part === fence.open ? takeCharacters(line, free, length) : ['', line];
    if (head !== '') add(head);
    add(fence.close);
    flush();
    add(fence.open);
    addCode(rest, fence);
  }

  // What cannot be in any part is not looked at.
  const head = text.slice(0, limit * (maxParts + 1));
  for (const block of blocksOf(head)) addBlock(block);
  flush();
  return atMost(parts, text.length - head.length, options);
}

function atMost(
  parts: readonly string[],
  unseen: number,
  { limit, maxParts, length }: SplitOptions,
): readonly string[] {
  if (parts.length <= maxParts) return parts;
  const missing = parts.slice(maxParts).reduce((sum, part) => sum + part.length, unseen);
  const kept = parts.slice(0, maxParts);
  const last = `${kept.at(-1)}\n… (${missing} more characters)`;
  const measure = length ?? ((text: string) => text.length);
  return [
    ...kept.slice(0, -1),
    measure(last) <= limit ? last : `… (${missing + (kept.at(-1)?.length ?? 0)} more characters)`,
  ];
}
