import { readFileSync } from 'node:fs';
import { agentFacts } from '@cao/provider-sdk/testing';
import type { AgentFacts } from '@cao/provider-sdk';

/** Versions of which one session each was recorded: hooks, session file and transcript in the order they came. */
export const RECORDED = ['2.1.330', '2.1.197'] as const;
export type RecordedVersion = (typeof RECORDED)[number];

export interface Recorded {
  readonly source: 'signal' | 'session' | 'transcript';
  readonly record: Record<string, unknown>;
}

export function recorded(version: RecordedVersion): readonly Recorded[] {
  const text = readFileSync(new URL(`fixtures/records/${version}.jsonl`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Recorded);
}

export function recordsOf(version: RecordedVersion, source: Recorded['source']): readonly Record<string, unknown>[] {
  return recorded(version).flatMap((entry) => (entry.source === source ? [entry.record] : []));
}

/** Facts of the recorded session, which began before its first record. */
export function factsOf(version: RecordedVersion, partial: Partial<AgentFacts> = {}): AgentFacts {
  const first = recordsOf(version, 'session')[0];
  const conversationId = first?.['sessionId'] as string;
  return agentFacts({ version, launchedAt: (first?.['startedAt'] as number) - 5000, conversationId, ...partial });
}
