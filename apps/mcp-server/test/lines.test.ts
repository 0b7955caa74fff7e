import { expect, test } from 'vitest';
import { createLineSplitter } from '../src/lines.ts';

test('cuts at newlines only, whatever the borders of chunks', () => {
  const bytes = new TextEncoder().encode('{"a":"\u2028€"}\n\n{"b":1}\nrest');
  for (let size = 1; size <= bytes.length; size += 1) {
    const lines: string[] = [];
    const push = createLineSplitter((line) => lines.push(line));
    for (let at = 0; at < bytes.length; at += size) push(bytes.subarray(at, at + size));
    expect(lines).toEqual(['{"a":"\u2028€"}', '', '{"b":1}']);
  }
});
