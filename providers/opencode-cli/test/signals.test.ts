import { agentFacts } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { readSignal } from '../src/signals.ts';
import { signalLines } from './records.ts';

describe('what our plugin wrote in a session', () => {
  const facts = agentFacts({ conversationId: undefined });
  const types = (conversationId: string | undefined) =>
    signalLines().map((line) =>
      readSignal(line, { ...facts, conversationId })
        .map(({ type }) => type)
        .join(' + '),
    );

  it('tells the session, turns, questions and how each turn ended', () => {
    expect(new Set(types(undefined))).toEqual(
      new Set([
        'session + turn_started',
        'state',
        'turn_completed',
        'needs_input',
        'working',
        'turn_interrupted',
        'turn_failed',
      ]),
    );
  });

  it('tells the session only while it is not known', () => {
    const session = String(signalLines()[0]?.['session']);
    expect(types(session)).not.toContain('session + turn_started');
    expect(types(session)).toContain('turn_started');
  });

  it('carries the answer with the blanks at its end', () => {
    const [answered] = signalLines().filter((line) => line['opencode'] === 'turn_completed');
    expect(readSignal(answered, facts)).toMatchObject([
      { type: 'turn_completed', reply: 'This answer comes a word at a time.\n  \n- item *one*\n- `two`  \n\n' },
    ]);
  });

  it('names an error as the provider of the model worded it', () => {
    const failed = signalLines().find((line) => line['opencode'] === 'turn_failed');
    expect(readSignal(failed, facts)).toMatchObject([{ type: 'turn_failed', error: 'scripted failure 400' }]);
  });
});
