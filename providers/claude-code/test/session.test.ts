import { describe, expect, test } from 'vitest';
import type { AgentFacts, Reported } from '@cao/provider-sdk';
import { provider } from '../src/index.ts';
import { factsOf, RECORDED, recorded, recordsOf, type RecordedVersion } from './records.ts';

/** Reads a recorded session as the engine does: facts grow, and pieces of an answer are joined as the contract says. */
function replay(version: RecordedVersion): string[] {
  let facts: AgentFacts = factsOf(version);
  let answer: { message: string; text: string } | undefined;
  return recorded(version).flatMap(({ source, record }) => {
    const part = source === 'signal' ? undefined : provider.readReplyPart?.(source, record, facts);
    if (part !== undefined) answer = answer?.message === part.message ? joined(answer.text, part) : part;
    const events =
      source === 'signal' ? provider.readSignal(record, facts) : (provider.readRecord?.(source, record, facts) ?? []);
    for (const { type, ...event } of events) {
      if (type === 'session') facts = { ...facts, ...withoutRule(event) };
    }
    return events.map((event) => told(event, answer?.text));
  });
}

function joined(before: string, part: { message: string; text: string }): { message: string; text: string } {
  return { ...part, text: before + part.text };
}

function withoutRule({ rule: _rule, ...facts }: { rule: string }): Partial<AgentFacts> {
  return facts;
}

function told(event: Reported, answer: string | undefined): string {
  switch (event.type) {
    case 'turn_started':
      return `started ${JSON.stringify(event.prompt)?.slice(0, 30) ?? 'by itself'}`;
    case 'turn_completed':
      return `completed ${JSON.stringify(answer)}`;
    case 'turn_failed':
      return `failed ${event.error}`;
    case 'state':
      return event.state;
    case 'working':
      return event.detail ?? 'working';
    default:
      return event.type;
  }
}

/** What matters of a session, without the order in which two files happened to be read. */
function turns(version: RecordedVersion): string[] {
  return replay(version).filter((line) => !['ready', 'busy', 'session'].includes(line));
}

describe('a recorded session', () => {
  test('2.1.330: every turn begins once and ends once, with its whole answer', () => {
    expect(turns('2.1.330')).toMatchInlineSnapshot(`
      [
        "started "SAY:  spaces around \\\\n"",
        "completed "  spaces around \\n"",
        "started "RAW:two"",
        "completed "first block. second block\\n"",
        "started "SAY:let me look\\nTOOL:Bash:{\\",
        "completed "text after the tool"",
        "started "FAIL:400"",
        "failed API Error: 400 fake failure 400",
        "started "SLOW:20:a long answer that is",
        "turn_interrupted",
        "started "TOOL:Agent:{\\"description\\":\\",
        "waits for subagent x",
        "started by itself",
        "completed "ok"",
        "started "x\\n1\\n2\\n3\\nSAY:pasted"",
        "completed "ok"",
        "started "TOOL:Bash:{\\"command\\":\\"slee",
        "completed "text after the tool"",
        "started by itself",
        "completed "ok"",
        "started "SAY:fresh"",
        "completed "fresh"",
        "ended",
      ]
    `);
  });

  test('2.1.197: the same, but for what its agents and its errors do', () => {
    expect(turns('2.1.197')).toMatchInlineSnapshot(`
      [
        "started "SAY:  spaces around \\\\n"",
        "completed undefined",
        "started "RAW:two"",
        "completed "first block. second block\\n"",
        "started "SAY:let me look\\nTOOL:Bash:{\\",
        "completed "text after the tool"",
        "started "FAIL:400"",
        "failed API Error: 400 fake failure 400",
        "completed """,
        "started "SLOW:20:a long answer that is",
        "turn_interrupted",
        "started "TOOL:Agent:{\\"description\\":\\",
        "completed "text after the tool"",
        "started "x\\n1\\n2\\n3\\nSAY:pasted"",
        "completed "ok"",
        "started "TOOL:Bash:{\\"command\\":\\"slee",
        "completed "text after the tool"",
        "started by itself",
        "completed "ok"",
        "started "SAY:fresh"",
        "completed "fresh"",
        "ended",
      ]
    `);
  });

  test.each(RECORDED)('%s: ends at rest, after having been busy in every turn', (version) => {
    const states = replay(version).filter((line) => line === 'ready' || line === 'busy');
    expect(states.at(-1)).toBe('ready');
    expect(states.filter((state) => state === 'busy').length).toBeGreaterThanOrEqual(9);
  });

  test.each(RECORDED)('%s: the first idle says nothing, since a dialog may still open', (version) => {
    const [first] = recordsOf(version, 'session').filter((record) => record['status'] !== undefined);
    expect(first?.['status']).toBe('idle');
    expect(provider.readRecord?.('session', first, factsOf(version))).toEqual([]);
  });

  test.each(RECORDED)('%s: what was said before this start is not told again', (version) => {
    const late = factsOf(version, { launchedAt: Date.parse('2099-01-01') });
    const told = recordsOf(version, 'transcript').flatMap((record) => [
      ...(provider.readRecord?.('transcript', record, late) ?? []),
      provider.readReplyPart?.('transcript', record, late),
    ]);
    expect(told.filter((event) => event !== undefined)).toEqual([]);
  });

  test('a piece of an answer says when it was said, since a prompt may be written behind its answer', () => {
    const parts = recordsOf('2.1.197', 'transcript').map((record) =>
      provider.readReplyPart?.('transcript', record, factsOf('2.1.197')),
    );
    const times = parts.filter((part) => part !== undefined).map(({ at }) => at);
    expect(times.length).toBeGreaterThan(0);
    expect(times).not.toContain(undefined);
  });
});
