import { describe, expect, it } from 'vitest';
import { readReply } from '../src/reply.ts';

const SCROLLBACK = `
  >_ OpenAI Codex (v0.169.0)
     /srv/demo/shop

› first question
  on two lines


• An earlier answer.

  Worked for 2s • 19:09


› second question


• I look first.

• Ran cat a.txt
  └ hi

• Called cao.handoff({"agent_profile":"developer"})
  └ done

──────────────────────────────────────────

• The answer:

  1. one
  2. two

    indented

✔ You approved codex to run echo this time

  Worked for 5s • 19:09


› Ask Codex to do anything

  gpt-9 default · /srv/demo/shop
`.split('\n');

describe('readReply', () => {
  it('finds the last words of the turn, without its tools', () => {
    expect(readReply(SCROLLBACK, 'second question')).toBe('The answer:\n\n1. one\n2. two\n\n  indented');
  });

  it('finds the turn by its prompt', () => {
    expect(readReply(SCROLLBACK, 'first question\non two lines')).toBe('An earlier answer.');
  });

  it('takes the last turn when the prompt is not to be seen', () => {
    expect(readReply(SCROLLBACK, 'something else')).toContain('The answer:');
  });

  it('finds nothing where only tools ran', () => {
    const lines = ['› do it', '', '• Ran true', '  └ (no output)', '', '› Ask Codex to do anything'];
    expect(readReply(lines, 'do it')).toBeUndefined();
  });
});
