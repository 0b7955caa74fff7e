import { describe, expect, test } from 'vitest';
import { agentFacts } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';

const ids = { session_id: 's-1', transcript_path: '/home/someone/.claude/projects/p/s-1.jsonl', prompt_id: 'p-1' };
const facts = agentFacts({ version: '2.1.330', conversationId: 's-1', transcriptPath: ids.transcript_path });

function read(signal: Record<string, unknown>, version = '2.1.330') {
  return provider.readSignal({ ...ids, ...signal }, { ...facts, version });
}

describe('hooks', () => {
  test('a long paste is told as it was typed', () => {
    const prompt = 'before\n\n<pasted_content id="25e8">\none\ntwo\n</pasted_content id="25e8">\nafter';
    expect(read({ hook_event_name: 'UserPromptSubmit', prompt })).toMatchObject([{ prompt: 'beforeone\ntwoafter' }]);
    const forged = '<pasted_content id="25e8">\nx\n</pasted_content id="25e9">';
    expect(read({ hook_event_name: 'UserPromptSubmit', prompt: forged })).toMatchObject([{ prompt: forged }]);
  });

  test('a prompt of another conversation brings its facts along', () => {
    const prompt = { hook_event_name: 'UserPromptSubmit', prompt: 'x', session_id: 's-2' };
    expect(read(prompt).map(({ type }) => type)).toEqual(['session', 'turn_started']);
  });

  test('a report of the agent’s own task opens a turn without a prompt', () => {
    const prompt = '<task-notification>\n<task-id>a</task-id>\n</task-notification>';
    expect(read({ hook_event_name: 'UserPromptSubmit', prompt })).toEqual([
      { type: 'turn_started', nativeId: 'p-1', rule: 'hook UserPromptSubmit' },
    ]);
  });

  test('a stop is no end while agents run, and nothing to tell while only a shell does', () => {
    const stop = { hook_event_name: 'Stop', last_assistant_message: 'so far' };
    const agent = { id: 'a', type: 'subagent', description: 'look around' };
    expect(read({ ...stop, background_tasks: [agent] })).toMatchObject([
      { type: 'working', detail: 'waits for subagent look around' },
    ]);
    expect(read({ ...stop, background_tasks: [{ id: 'b', type: 'shell' }] })).toEqual([]);
    expect(read({ ...stop, background_tasks: [] })).toEqual([]);
  });

  test('a version without records of turn ends has only the hook', () => {
    const stop = { hook_event_name: 'Stop', last_assistant_message: 'done', background_tasks: [] };
    expect(read(stop, '2.0.14')).toMatchObject([{ type: 'turn_completed', reply: 'done' }]);
  });

  test('failures carry what the person would read', () => {
    const failure = { hook_event_name: 'StopFailure', error: 'rate_limit' };
    expect(read({ ...failure, last_assistant_message: 'API Error: 429' })).toMatchObject([{ error: 'API Error: 429' }]);
    expect(read(failure)).toMatchObject([{ type: 'turn_failed', error: 'rate_limit' }]);
  });

  test('only notifications that ask are questions', () => {
    const type = (notification_type: string) => read({ hook_event_name: 'Notification', notification_type });
    expect(type('permission_prompt')).toMatchObject([{ type: 'needs_input' }]);
    expect(type('elicitation_dialog')).toMatchObject([{ type: 'needs_input' }]);
    expect(type('idle_prompt')).toEqual([]);
  });

  test('a new conversation in the same program is no end', () => {
    expect(read({ hook_event_name: 'SessionEnd', reason: 'clear' })).toEqual([]);
    expect(read({ hook_event_name: 'SessionEnd', reason: 'other' })).toMatchObject([
      { type: 'ended', reason: 'other' },
    ]);
  });

  test('what a sub-agent does is not the agent’s', () => {
    expect(read({ hook_event_name: 'UserPromptSubmit', prompt: 'x', agent_id: 'a' })).toEqual([]);
  });
});

describe('session file', () => {
  const state = (record: Record<string, unknown>) => provider.readRecord?.('session', record, facts);

  test('a running shell leaves the prompt free; waiting says for what', () => {
    expect(state({ sessionId: 's-1', status: 'shell', startedAt: 1, statusUpdatedAt: 5 })).toMatchObject([
      { type: 'state', state: 'ready', at: 5 },
    ]);
    expect(state({ sessionId: 's-1', status: 'waiting', waitingFor: 'permission prompt' })).toMatchObject([
      { state: 'waiting', detail: 'waits: permission prompt' },
    ]);
    expect(state({ sessionId: 's-1', status: 'dreaming' })).toEqual([]);
  });

  test('moves with CLAUDE_CONFIG_DIR, and the transcript with it', () => {
    const moved = { ...facts, env: { CLAUDE_CONFIG_DIR: '/srv/claude' }, conversationId: 's-3', pid: 77 };
    expect(provider.sources?.(moved)).toEqual([
      { id: 'session', path: '/srv/claude/sessions/77.json', format: 'json' },
      {
        id: 'transcript',
        find: { directory: '/srv/claude/projects', depth: 1, match: /^s-3\.jsonl$/ },
        format: 'jsonl',
      },
    ]);
    expect(provider.sources?.(facts).at(-1)).toMatchObject({ path: ids.transcript_path });
  });
});

describe('transcript', () => {
  const read = (record: Record<string, unknown>) => provider.readRecord?.('transcript', record, facts);
  const end = { type: 'system', subtype: 'turn_duration', timestamp: '2026-11-22T19:46:11.099Z' };

  test('a turn that waits for agents in the background is not complete', () => {
    expect(read(end)).toMatchObject([{ type: 'turn_completed', at: Date.parse(end.timestamp) }]);
    expect(read({ ...end, pendingBackgroundAgentCount: 1 })).toEqual([]);
    expect(read({ ...end, pendingWorkflowCount: 2 })).toEqual([]);
    expect(read({ ...end, isSidechain: true })).toEqual([]);
  });

  test('words of an interruption are one only where nobody typed them', () => {
    const words = '[Request interrupted by user]';
    const record = (content: unknown) => ({ type: 'user', message: { role: 'user', content } });
    expect(read(record([{ type: 'text', text: words }]))).toMatchObject([{ type: 'turn_interrupted' }]);
    expect(read(record(words))).toEqual([]);
    expect(read(record([{ type: 'text', text: `I saw ${words}` }]))).toEqual([]);
  });
});
