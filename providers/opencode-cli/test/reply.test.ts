import { readScreenCases } from '@cao/provider-sdk/testing';
import { expect, it } from 'vitest';
import { readReply } from '../src/reply.ts';

const cases = readScreenCases({ root: new URL('..', import.meta.url) });

function linesOf(name: string): readonly string[] {
  return cases.find((fixture) => fixture.name === name)?.screen.lines ?? [];
}

it('finds the text after the last tool, without the column beside it', () => {
  expect(readReply(linesOf('1.18.33-after-tool'), 'TOOL:write:{"path":"b.txt"')).toBe('written');
});

it('finds none below another prompt', () => {
  expect(readReply(linesOf('1.18.33-completed'), 'something that was never asked')).toBeUndefined();
});

it('finds none without the mark of a completed turn', () => {
  for (const name of ['1.18.33-interrupted', '1.18.33-failed', '1.18.33-rejected']) {
    expect(readReply(linesOf(name), 'SLOW:60:a very long answer')).toBeUndefined();
  }
});

it('finds none when the prompt has left the screen', () => {
  const lines = linesOf('1.18.33-completed');
  const below = lines.findLastIndex((line) => line.includes('This answer comes'));
  expect(readReply(lines.slice(below), 'THINK:hm')).toBeUndefined();
});

it('finds none where a command and an answer look alike', () => {
  const lines = linesOf('1.18.33-after-tool').map((line) => line.replace(/^ {5}written/, '     $ touch a'));
  expect(readReply(lines, 'TOOL:write:{"path":"b.txt"')).toBeUndefined();
});
