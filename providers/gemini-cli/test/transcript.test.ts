import { describe, expect, it } from 'vitest';
import { readRecord, readReplyPart, sources } from '../src/transcript.ts';
import { factsOf, RECORDED, transcriptLines } from './records.ts';

const ID = '9ea3fdc0-70a7-4809-bb8d-2e9fc539cefd';
const SOURCE = `transcript:${ID}`;

describe.each(RECORDED)('the transcript of %s', (version) => {
  const records = transcriptLines(version);
  const facts = factsOf();

  it('tells how turns ended that did not end well', () => {
    const events = records.flatMap((record) => readRecord(SOURCE, record, facts));
    expect(events.map(({ type }) => type)).toEqual(['turn_interrupted', 'turn_failed', 'turn_interrupted']);
    expect(events[1]).toMatchObject({
      error: 'scripted failure 400',
      rule: 'transcript error',
      at: expect.any(Number),
    });
  });

  it('carries every answer once, byte for byte, and none from before a prompt', () => {
    let last: { message: string; text: string } | undefined;
    const answers: string[] = [];
    for (const record of records) {
      const part = readReplyPart(SOURCE, record, facts);
      if (part === undefined) continue;
      if (part.text === '' && last !== undefined && last.text !== '') answers.push(last.text);
      expect(part.message === last?.message && part.text !== '').toBe(false);
      last = part;
    }
    expect(answers.slice(0, 4)).toEqual([
      'The answer has **bold**, `code` and 漢字.\n\n1. one\n2. two\n\n- item',
      'first half\nrest',
      expect.stringContaining('⠏ Thinking'),
      'after',
    ]);
    // What the program repeats after an interrupt is no answer.
    expect(answers.filter((answer) => answer === 'first half\nrest')).toHaveLength(1);
  });

  it('says nothing of what was before this start of the program', () => {
    const later = factsOf({ launchedAt: Date.parse('2027-01-01') });
    expect(records.flatMap((record) => readRecord(SOURCE, record, later))).toEqual([]);
    expect(records.map((record) => readReplyPart(SOURCE, record, later)).filter(Boolean)).toEqual([]);
  });
});

describe('other lines', () => {
  const line = { id: 'x', timestamp: '2026-11-22T22:59:16.403Z', type: 'error', content: 'MCP server is away' };

  it('that report errors need not end a turn', () => {
    expect(readRecord(SOURCE, line, factsOf())).toEqual([]);
    expect(readRecord(SOURCE, { ...line, content: '[API Error: quota]' }, factsOf())).toMatchObject([
      { type: 'turn_failed', error: 'quota' },
    ]);
  });

  it('of other files say nothing', () => {
    expect(readRecord('other', { ...line, content: '[API Error: quota]' }, factsOf())).toEqual([]);
  });
});

describe('sources', () => {
  const path = `/home/someone/.gemini/tmp/project/chats/session-2026-11-22T22-58-${ID.slice(0, 8)}.jsonl`;

  it('follow the file that a hook named', () => {
    expect(sources(factsOf({ conversationId: ID, transcriptPath: path }))).toEqual([
      { id: SOURCE, path, format: 'jsonl' },
    ]);
  });

  it('find the file of a conversation by its id, in the home the agent runs with', () => {
    const env = { GEMINI_CLI_HOME: '/data/home' };
    const [source] = sources(factsOf({ conversationId: ID, env }));
    expect(source).toMatchObject({ id: SOURCE, find: { directory: '/data/home/.gemini/tmp', depth: 2 } });
    expect(path.split('/').at(-1)).toMatch(source?.find?.match ?? /never/);
    expect('session-2026-11-22T22-58-9ea3fdc1.jsonl').not.toMatch(source?.find?.match ?? /./);
  });

  it('leave the file of an earlier conversation', () => {
    const next = ID.replace('9ea', '9eb');
    const [source] = sources(factsOf({ conversationId: next, transcriptPath: path }));
    expect(source).toMatchObject({ id: `transcript:${next}`, find: { depth: 2 } });
  });

  it('are none while nothing is known, and none in the old format', () => {
    expect(sources(factsOf({ conversationId: undefined }))).toEqual([]);
    expect(sources(factsOf({ conversationId: ID, transcriptPath: path.replace('.jsonl', '.json') }))).toEqual([]);
  });
});
