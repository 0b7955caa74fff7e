import { describe, expect, it } from 'vitest';
import { readSignal } from '../src/signals.ts';
import { factsOf, hookLines, RECORDED } from './records.ts';

describe.each(RECORDED)('hooks of %s', (version) => {
  const lines = hookLines(version);
  const conversationId = String(lines[0]?.['session_id']);

  it('name the conversation and its event stream, once', () => {
    const unknown = factsOf(version, { conversationId: undefined });
    const [event] = readSignal(lines[0], unknown);
    expect(event).toMatchObject({ type: 'session', conversationId, rule: 'hook SessionStart' });
    const transcriptPath = event?.type === 'session' ? event.transcriptPath : undefined;
    expect(transcriptPath).toMatch(new RegExp(`/sessions/wd_[^/]+/${conversationId}/agents/main/wire.jsonl$`));
    expect(readSignal(lines[0], { ...unknown, conversationId, transcriptPath })).toEqual([]);
  });

  it('follow the person into a new conversation', () => {
    const facts = factsOf(version, { conversationId: 'session_before', transcriptPath: '/before' });
    expect(readSignal(lines[1], facts)[0]).toMatchObject({ type: 'session', conversationId });
  });

  it('tell of turns only what the event stream leaves out', () => {
    const facts = factsOf(version, { conversationId, transcriptPath: '/known' });
    const types = lines.flatMap((line) => readSignal(line, facts).map(({ type }) => type));
    const expected = version === '2.1.0' ? [] : ['turn_failed'];
    expect(types.filter((type) => type.startsWith('turn_'))).toEqual(expected);
    expect(types.includes('needs_input')).toBe(version !== '2.1.0');
  });
});
