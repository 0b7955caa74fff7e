import { describe, expect, it } from 'vitest';
import { readTitle } from '../src/title.ts';

describe('the title', () => {
  it.each([
    ['◇  Ready (project)                    ', 'ready'],
    ['✦  Working… (project)', 'busy'],
    ['✦  Reading the Ready (file) of it', 'busy'],
    ['⏲  Working… (project)', 'busy'],
    ['✋  Action Required (project)', 'waiting'],
  ])('%j says %s', (title, state) => {
    expect(readTitle(title)).toMatchObject([{ type: 'state', state, rule: 'title' }]);
  });

  it.each(['', 'Gemini CLI (project)', 'Ready', '◇ Ready (x)', 'bash ✦  x'])('%j says nothing', (title) => {
    expect(readTitle(title)).toEqual([]);
  });
});
