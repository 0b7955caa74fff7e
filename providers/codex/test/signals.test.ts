import { describe, expect, it } from 'vitest';
import { readSignal } from '../src/signals.ts';
import { factsOf, hookLines, RECORDED } from './records.ts';

describe.each(RECORDED)('hooks of %s', (version) => {
  const lines = hookLines(version);
  const start = lines.find((line) => line['hook_event_name'] === 'SessionStart') ?? {};
  const [conversationId, transcriptPath] = [String(start['session_id']), String(start['transcript_path'])];

  it('name the conversation and its rollout', () => {
    expect(readSignal(start, factsOf(version))).toEqual([
      { type: 'session', conversationId, transcriptPath, rule: 'hook SessionStart' },
    ]);
  });

  it('of a sub-agent say nothing about the terminal', () => {
    const subAgent = lines.filter((line) => line['agent_id'] !== undefined);
    expect(subAgent).not.toHaveLength(0);
    expect(subAgent.flatMap((line) => readSignal(line, factsOf(version)))).toEqual([]);
  });

  it('leave turns to the rollout, since another hook may let a turn go on after Stop', () => {
    const facts = factsOf(version, { conversationId, transcriptPath });
    expect(lines.flatMap((line) => readSignal(line, facts))).toEqual([]);
    expect(lines.some((line) => line['hook_event_name'] === 'Stop')).toBe(true);
  });

  it('tell that a person will be asked', () => {
    const asks = { ...start, hook_event_name: 'PermissionRequest', tool_name: 'Bash' };
    const facts = factsOf(version, { conversationId, transcriptPath });
    expect(readSignal(asks, facts)).toEqual([{ type: 'needs_input', rule: 'hook PermissionRequest' }]);
    expect(readSignal({ ...asks, agent_id: 'sub' }, facts)).toEqual([]);
  });

  it('carry the turn of a session that keeps no rollout', () => {
    const facts = factsOf(version, { conversationId });
    const events = lines
      .filter((line) => line['agent_id'] === undefined)
      .flatMap((line) => readSignal({ ...line, transcript_path: null }, facts));
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'turn_started', prompt: 'CASE:plain please\nsecond line', rule: 'hook UserPromptSubmit' },
      { type: 'turn_completed', reply: '\n  leading, `code`, 漢字 👩‍👩‍👧 e\u0301 and trailing  \n\n', rule: 'hook Stop' },
    ]);
  });
});
