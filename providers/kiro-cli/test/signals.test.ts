import { agentFacts } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { readRecord, sources } from '../src/session-log.ts';
import { readSignal } from '../src/signals.ts';
import { hooks, log, SESSION } from './records.ts';

const PATH = `/home/someone/.kiro/sessions/cli/${SESSION}.jsonl`;
const unknown = agentFacts({ conversationId: undefined });
const known = agentFacts({ conversationId: SESSION, transcriptPath: PATH });
const [spawn = {}, submit = {}, stop = {}] = hooks();

describe('hooks', () => {
  it('name the session and its log, until both are known', () => {
    const session = { type: 'session', conversationId: SESSION, transcriptPath: PATH, rule: 'hook agentSpawn' };
    expect(readSignal(spawn, unknown)).toEqual([session]);
    expect(readSignal(spawn, known)).toEqual([]);
    expect(readSignal(submit, unknown).map(({ type }) => type)).toEqual(['session', 'turn_started']);
  });

  it('begin a turn with its prompt', () => {
    expect(readSignal(submit, known)).toEqual([
      { type: 'turn_started', prompt: 'Count the files,\nplease: 漢字 👩‍👩‍👧', rule: 'hook userPromptSubmit' },
    ]);
  });

  it('end a turn only where no log does', () => {
    expect(readSignal(stop, known)).toEqual([]);
    const { session_id: _id, ...old } = stop;
    expect(readSignal(old, unknown)).toEqual([{ type: 'turn_completed', rule: 'hook stop' }]);
  });

  it('of a sub-agent say nothing about the terminal', () => {
    const other = { session_id: SESSION.replace('f2', 'f3') };
    expect(hooks().flatMap((hook) => readSignal({ ...hook, ...other }, known))).toEqual([]);
  });

  it('name no session by an id that is no file name', () => {
    expect(readSignal({ ...spawn, session_id: '../../etc/passwd' }, unknown)).toEqual([]);
    expect(sources({ ...unknown, conversationId: '../../etc/passwd' })).toEqual([]);
  });
});

describe('the session log', () => {
  const events = log().flatMap((record) => readRecord('session', record));

  it('tells each answer byte for byte, and nothing for a cancelled turn', () => {
    expect(events.filter(({ type }) => type !== 'working')).toMatchObject([
      { type: 'turn_completed', reply: '\n  leading, `code`, 漢字 👩‍👩‍👧 e\u0301 and trailing  \n\n' },
      { type: 'turn_completed', reply: 'There is one.' },
      { type: 'turn_completed', reply: 'The end.', rule: 'session log AssistantMessage' },
    ]);
  });

  it('shows tools at work', () => {
    expect(events).toContainEqual({ type: 'working', detail: 'shell', rule: 'session log AssistantMessage' });
  });

  it('is followed when a hook has named it, and never guessed', () => {
    expect(sources(unknown)).toEqual([]);
    expect(sources(known)).toEqual([{ id: 'session', path: PATH, format: 'jsonl' }]);
    const moved = agentFacts({ conversationId: SESSION, env: { KIRO_HOME: '/data/kiro' } });
    expect(sources(moved)[0]?.path).toBe(`/data/kiro/sessions/cli/${SESSION}.jsonl`);
  });
});
