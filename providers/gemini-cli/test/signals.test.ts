import { describe, expect, it } from 'vitest';
import { readSignal } from '../src/signals.ts';
import { factsOf, RECORDED, signalLines } from './records.ts';

describe.each(RECORDED)('the hooks of %s', (version) => {
  const signals = signalLines(version);
  const events = signals.flatMap((signal) => readSignal(signal, factsOf({ conversationId: undefined })));

  it('name the conversation and its transcript', () => {
    const id = signals[0]?.['session_id'];
    expect(events[0]).toMatchObject({
      type: 'session',
      conversationId: id,
      transcriptPath: expect.stringMatching(/\.gemini\/tmp\/project\/chats\/session-.*\.jsonl$/) as unknown,
      rule: 'hook SessionStart',
    });
  });

  it('tell every prompt as it was typed', () => {
    const prompts = events.flatMap((event) => (event.type === 'turn_started' ? [event.prompt] : []));
    expect(prompts).toEqual(signals.flatMap((signal) => (signal['prompt'] === undefined ? [] : [signal['prompt']])));
    expect(prompts).toContain('SAY:I will run it.\nTOOL:shell:{"command":"touch made && echo made"}\nSAY:after');
  });

  it('tell that a person is asked, and that the program ends', () => {
    expect(events.filter(({ type }) => type === 'needs_input').length).toBeGreaterThanOrEqual(2);
    expect(events.at(-1)).toMatchObject({ type: 'ended', reason: 'exit' });
  });
});

describe('one hook', () => {
  const start = { hook_event_name: 'BeforeAgent', session_id: 'a-b', transcript_path: '/t/x.jsonl', prompt: 'hi' };

  it('tells a conversation again only when it is another', () => {
    const types = (facts: object) => readSignal(start, factsOf(facts)).map(({ type }) => type);
    expect(types({ conversationId: 'a-b', transcriptPath: '/t/x.jsonl' })).toEqual(['turn_started', 'state']);
    expect(types({ conversationId: 'other' })).toEqual(['session', 'turn_started', 'state']);
  });

  it('tells the end of a turn without its answer, which it has garbled', () => {
    const end = { ...start, hook_event_name: 'AfterAgent', prompt_response: ' a b a  b ' };
    expect(readSignal(end, factsOf())).toEqual([
      { type: 'turn_completed', rule: 'hook AfterAgent' },
      { type: 'state', state: 'ready', detail: 'the turn is over', rule: 'hook AfterAgent' },
    ]);
  });

  it('of a cleared conversation is no end, and of other events no news', () => {
    const end = { hook_event_name: 'SessionEnd', session_id: 'a-b', reason: 'clear' };
    expect(readSignal(end, factsOf())).toEqual([]);
    expect(readSignal({ ...start, hook_event_name: 'AfterTool' }, factsOf())).toEqual([]);
    const note = { hook_event_name: 'Notification', session_id: 'a-b', notification_type: 'Other' };
    expect(readSignal(note, factsOf())).toEqual([]);
  });
});
