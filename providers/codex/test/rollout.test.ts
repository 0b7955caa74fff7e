import { describe, expect, it } from 'vitest';
import { readRecord, sources } from '../src/rollout.ts';
import { factsOf, RECORDED, rolloutLines } from './records.ts';

const ID = '01a204ed-5296-7e22-b763-698c2746e670';
const REPLY = '\n  leading, `code`, 漢字 👩‍👩‍👧 e\u0301 and trailing  \n\n';

describe.each(RECORDED)('the rollout of %s', (version) => {
  const facts = factsOf(version);
  const events = rolloutLines(version).flatMap((record) => readRecord(`rollout:${ID}`, record, facts));
  const turns = events.filter(({ type }) => type !== 'working' && type !== 'turn_started');

  it('tells how each turn ended, replies byte for byte', () => {
    const told = version === '0.136.0' ? { type: 'state', state: 'ready' } : undefined;
    expect(turns).toMatchObject([
      { type: 'turn_completed', reply: REPLY },
      { type: 'turn_completed', reply: 'The answer.' },
      told ?? { type: 'turn_failed', error: 'fake failure 400' },
      { type: 'turn_interrupted', rule: 'rollout turn_aborted' },
      told ?? { type: 'turn_completed' },
      { type: 'turn_completed', reply: 'parent done' },
      told ?? { type: 'turn_completed' },
    ]);
    expect(turns.filter((event) => 'reply' in event)).toHaveLength(3);
  });

  it('tells the prompt of each turn, and none for a compaction', () => {
    const prompts = events.flatMap((event) => (event.type === 'turn_started' ? [event.prompt] : []));
    const others = ['several', 'fail', 'wait', 'empty', 'sub'].map((name) => `CASE:${name}`);
    expect(prompts).toEqual(['CASE:plain please\nsecond line', ...others]);
  });

  it('says nothing of what was before this start of the program', () => {
    const later = { ...facts, launchedAt: Date.parse('2027-01-01') };
    expect(rolloutLines(version).flatMap((record) => readRecord(`rollout:${ID}`, record, later))).toEqual([]);
  });
});

it('says nothing of files that are no rollout', () => {
  expect(rolloutLines('0.169.0').flatMap((record) => readRecord('other', record, factsOf('0.169.0')))).toEqual([]);
});

describe('sources', () => {
  const unknown = factsOf('0.169.0', { conversationId: undefined });
  const path = `/home/someone/.codex/sessions/2026/11/22/rollout-2026-11-22T20-23-11-${ID}.jsonl`;

  it('follows no file while the conversation is unknown: the newest may be of another agent in the same folder', () => {
    expect(sources(unknown)).toEqual([]);
  });

  it('follows the file that a hook named', () => {
    expect(sources({ ...unknown, transcriptPath: path })).toEqual([{ id: `rollout:${ID}`, path, format: 'jsonl' }]);
  });

  it('finds the file of a conversation by its id alone, below the folder Codex uses', () => {
    const [source] = sources({ ...unknown, conversationId: ID, env: { CODEX_HOME: '/data/codex' } });
    expect(source).toMatchObject({ id: `rollout:${ID}`, find: { directory: '/data/codex/sessions', depth: 3 } });
    expect(`rollout-2026-11-22T20-23-11-${ID}.jsonl`).toMatch(source?.find?.match ?? /never/);
    expect(`rollout-2026-11-22T20-23-11-${ID.replace('01a', '01b')}.jsonl`).not.toMatch(source?.find?.match ?? /./);
  });

  it('leaves the file of an earlier conversation as soon as a new one is known', () => {
    const next = ID.replace('01a', '01b');
    const [source] = sources({ ...unknown, conversationId: next, transcriptPath: path });
    expect(source).toMatchObject({ id: `rollout:${next}` });
    expect(source?.path).toBeUndefined();
  });
});
