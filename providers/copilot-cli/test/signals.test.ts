import { describe, expect, it } from 'vitest';
import { readSignal } from '../src/signals.ts';
import { factsOf, RECORDED, SESSION, signalLines } from './records.ts';

describe.each(RECORDED)('hooks of %s', (version) => {
  it('name the conversation once it is another than we know', () => {
    const [first] = signalLines(version);
    expect(readSignal(first, factsOf({ conversationId: 'other' }))).toMatchObject([
      { type: 'session', conversationId: SESSION },
    ]);
    expect(readSignal(first, factsOf({ conversationId: SESSION }))).toEqual([]);
  });

  it('tell that the program ends', () => {
    expect(readSignal(signalLines(version).at(-1), factsOf())).toMatchObject([{ type: 'ended', reason: 'user_exit' }]);
  });
});

describe('other signals', () => {
  it('say nothing of turns: those are read from one file, in order', () => {
    for (const event of ['agentStop', 'notification', 'sessionStop']) {
      expect(readSignal({ event, payload: { sessionId: 'new' } }, factsOf())).toEqual([]);
    }
  });

  it('do not end the agent when only its conversation ends', () => {
    expect(readSignal({ event: 'sessionEnd', payload: { reason: 'clear' } }, factsOf())).toEqual([]);
  });
});
