import { describe, expect, it } from 'vitest';
import { readRecord, readReplyPart, sources } from '../src/events.ts';
import { eventLines, factsOf, RECORDED, SESSION } from './records.ts';

const SOURCE = `events:${SESSION}`;
const facts = factsOf();
const read = (record: unknown) => readRecord(SOURCE, record, facts);
const line = (type: string, data: object, more: object = {}) => ({
  type,
  data,
  timestamp: '2026-11-22T10:00:00.000Z',
  ...more,
});

describe.each(RECORDED)('a session of %s', (version) => {
  const events = eventLines(version).flatMap((record) => read(record));

  it('begins and ends every turn once, in order', () => {
    const turns = events.filter(({ type }) => type.startsWith('turn_')).map(({ type }) => type.slice(5));
    const failedAt = turns.indexOf('failed');
    expect(turns.filter((_, at) => at % 2 === 0).every((type) => type === 'started')).toBe(true);
    expect(turns.length).toBe(16);
    expect(turns[failedAt - 1]).toBe('started');
    expect(turns.at(-1)).toBe('interrupted');
  });

  it('knows what was typed, that it was asked, and why it failed', () => {
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'turn_started', prompt: 'SLOW:3:This answer comes a word at a time' }),
    );
    expect(events.filter(({ type }) => type === 'needs_input')).toHaveLength(2);
    expect(events).toContainEqual(expect.objectContaining({ type: 'turn_failed', error: '400 scripted failure 400' }));
  });

  it('says after every end that the next input may come', () => {
    const ends = events.flatMap(({ type }, at) => (/^turn_(?!started)/.test(type) ? [events[at + 1]] : []));
    expect(ends).toHaveLength(8);
    for (const after of ends) expect(after).toMatchObject({ type: 'state', state: 'ready' });
  });

  it('carries every answer whole, each begun by its prompt', () => {
    const parts = eventLines(version).flatMap((record) => readReplyPart(SOURCE, record, facts) ?? []);
    const answers = parts.filter(({ text }) => text !== '').map(({ text }) => text);
    expect(answers.slice(0, 5)).toEqual([
      'hello',
      'This answer comes a word at a time',
      'ran',
      'wrote',
      'after retries',
    ]);
    expect(parts.filter(({ text }) => text === '')).toHaveLength(8);
  });
});

describe('single records', () => {
  it('go on with a turn that a hook of the person sends back', () => {
    const end = (output: object) => read(line('hook.end', { hookType: 'agentStop', success: true, output }));
    expect(end({ decision: 'block', reason: 'not yet' })).toMatchObject([{ type: 'working' }]);
    expect(end({})).toMatchObject([{ type: 'turn_completed' }, { type: 'state' }]);
    expect(read(line('hook.end', { hookType: 'userPromptSubmitted', success: true }))).toEqual([]);
  });

  it('do not take a refusal for work: it may be written behind the end of its turn', () => {
    const answered = (kind: string) => read(line('permission.completed', { result: { kind } }));
    expect(answered('approved')).toMatchObject([{ type: 'working' }]);
    expect(answered('cancelled')).toEqual([]);
    expect(answered('denied-interactively-by-user')).toEqual([]);
  });

  it('say nothing of sub-agents', () => {
    const told = { content: 'from below', messageId: 'm' };
    for (const record of [
      line('assistant.message', told, { agentId: 'explore-1' }),
      line('assistant.message', { ...told, parentToolCallId: 'call_1' }),
    ]) {
      expect(readReplyPart(SOURCE, record, facts)).toBeUndefined();
      expect(read({ ...record, type: 'abort' })).toEqual([]);
    }
  });

  it('are nobody’s prompt when Copilot wrote them itself', () => {
    const message = (data: object) => read(line('user.message', { content: 'text', interactionId: 'i', ...data }))[0];
    expect(message({ delivery: 'queued' })).toMatchObject({ type: 'turn_started', prompt: 'text', nativeId: 'i' });
    for (const own of [{ source: 'skill-pdf' }, { isAutopilotContinuation: true }, { delivery: 'steering' }])
      expect(message(own)).toMatchObject({ type: 'working' });
  });

  it('join the pieces of one answer', () => {
    const piece = (content: string, chunkIndex: number) =>
      readReplyPart(
        SOURCE,
        line('assistant.message', { content, messageId: content, apiCallId: 'a', chunkIndex }),
        facts,
      );
    expect([piece('one ', 0), piece('two', 1)]).toEqual([
      { message: 'a', text: 'one ' },
      { message: 'a', text: 'two' },
    ]);
  });

  it('from before this start are no news', () => {
    const later = factsOf({ launchedAt: Date.parse('2026-11-22T10:00:01Z') });
    expect(readRecord(SOURCE, line('abort', {}), later)).toEqual([]);
    expect(readReplyPart(SOURCE, line('user.message', { content: 'x' }), later)).toBeUndefined();
  });
});

describe('the file to follow', () => {
  it('is that of the conversation, where Copilot keeps it', () => {
    const path = (partial: Parameters<typeof factsOf>[0]) => sources(factsOf(partial))[0]?.path;
    const facts = { conversationId: SESSION, home: '/home/user' };
    expect(path(facts)).toBe(`/home/user/.copilot/session-state/${SESSION}/events.jsonl`);
    expect(path({ ...facts, env: { COPILOT_HOME: '/elsewhere' } })).toBe(
      `/elsewhere/session-state/${SESSION}/events.jsonl`,
    );
    expect(path({ conversationId: '../other' })).toBeUndefined();
    expect(path({ conversationId: undefined })).toBeUndefined();
  });
});
