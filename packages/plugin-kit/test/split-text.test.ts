import { seededRandom } from '@cao/testkit';
import { expect, test } from 'vitest';
import { splitText } from '../src/index.ts';

const options = { limit: 100, maxParts: 50 };

test('a text that fits is one part, and nothing is none', () => {
  expect(splitText('one\n\ntwo', options)).toEqual(['one\n\ntwo']);
  expect(splitText(' \n\n', options)).toEqual([]);
});

test('parts end where paragraphs, lines, sentences or words do', () => {
  const sentence = 'The build is green and the tests pass.';
  expect(splitText(`${sentence}\n${sentence}\n\n${sentence} Really.`, options)).toEqual([
    `${sentence}\n${sentence}`,
    `${sentence} Really.`,
  ]);
  expect(splitText(`${sentence} ${sentence} ${sentence}`, options)).toEqual([`${sentence} ${sentence}`, sentence]);
  const words = 'word '.repeat(40).trim();
  for (const part of splitText(words, options)) expect(part).toMatch(/^word( word)*$/);
});

test('a code block goes into the next part as a whole', () => {
  const code = ['```ts', 'const one = 1;', 'const two = 2;', '```'].join('\n');
  const before = 'Here is what I would do about it, and why I think that it is the best of all.';
  expect(splitText(`${before}\n${code}\nDone.`, options)).toEqual([before, `${code}\nDone.`]);
});

test('a code block that fits nowhere is closed and opened again, with its language', () => {
  const lines = Array.from({ length: 12 }, (_, index) => `  const value${index} = ${index};`);
  const parts = splitText(['Look:', '```ts', ...lines, '```', 'That is all.'].join('\n'), options);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(100);
    expect(part.match(/```/g)?.length ?? 0).toSatisfy((fences: number) => fences % 2 === 0);
  }
  expect(parts.slice(1, -1).every((part) => part.startsWith('```ts\n') && part.endsWith('\n```'))).toBe(true);
  const code = parts.flatMap((part) => part.split('\n')).filter((line) => line.startsWith('  const'));
  expect(code).toEqual(lines);
});

test('a code block without an end gets one', () => {
  expect(splitText('```\nnever closed', options)).toEqual(['```\nnever closed\n```']);
});

test('what a reader sees as one character is not cut', () => {
  const family = '👨‍👩‍👧‍👦';
  const parts = splitText(family.repeat(30), options);
  expect(parts.join('')).toBe(family.repeat(30));
  for (const part of parts) expect(part.length % family.length).toBe(0);
});

test('what the service counts is what counts', () => {
  const length = (text: string): number => text.replaceAll('&', '&amp;').length;
  for (const part of splitText('& '.repeat(200), { ...options, length })) {
    expect(length(part)).toBeLessThanOrEqual(100);
  }
});

test('no more parts than wanted, and the last says how much is missing', () => {
  const parts = splitText('word '.repeat(100_000), { limit: 100, maxParts: 3 });
  expect(parts).toHaveLength(3);
  expect(parts.at(-1)).toMatch(/^… \(499\d{3} more characters\)$/);
});

test('whatever the text: no part is too long, and nothing but spaces is lost', () => {
  const random = seededRandom(7);
  const pieces = [
    'word ',
    'another. ',
    '\n',
    '\n\n',
    '```\n',
    '```js\n',
    'x'.repeat(130),
    '~~~\n',
    '  in\n',
    '🙂',
    '`a` ',
  ] as const;
  const letters = (text: string): string => text.replace(/^ *(```|~~~).*$/gm, '').replace(/\s/g, '');
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 60 }, () => random.pick(pieces)).join('');
    const parts = splitText(text, { limit: 120, maxParts: 1000 });
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(120);
    expect(letters(parts.join('\n'))).toBe(letters(text));
  }
});
