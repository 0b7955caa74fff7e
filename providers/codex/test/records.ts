import { readFileSync } from 'node:fs';
import { agentFacts } from '@cao/provider-sdk/testing';
import type { AgentFacts } from '@cao/provider-sdk';

/** Versions with recorded hooks and rollouts: one session each, of seven turns. */
export const RECORDED = ['0.169.0', '0.147.0', '0.136.0'] as const;
export type RecordedVersion = (typeof RECORDED)[number];

export function hookLines(version: RecordedVersion): readonly Record<string, unknown>[] {
  return lines(`fixtures/hooks/${version}.jsonl`);
}

export function rolloutLines(version: RecordedVersion): readonly Record<string, unknown>[] {
  return lines(`fixtures/rollouts/${version}.jsonl`);
}

export function factsOf(version: string, partial: Partial<AgentFacts> = {}): AgentFacts {
  return agentFacts({ version, ...partial });
}

function lines(file: string): readonly Record<string, unknown>[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
