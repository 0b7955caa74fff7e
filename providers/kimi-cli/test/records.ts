import { readFileSync } from 'node:fs';
import { agentFacts } from '@cao/provider-sdk/testing';
import type { AgentFacts } from '@cao/provider-sdk';

/** Versions with recorded hooks and event streams: one session each, the same fourteen turns. */
export const RECORDED = ['2.1.0', '0.31.0', '0.20.0'] as const;
export type RecordedVersion = (typeof RECORDED)[number];

export type Line = Readonly<Record<string, unknown>>;

export function hookLines(version: RecordedVersion): readonly Line[] {
  return lines(`fixtures/records/hooks-${version}.jsonl`);
}

export function wireLines(version: RecordedVersion): readonly Line[] {
  return lines(`fixtures/records/wire-${version}.jsonl`);
}

export function factsOf(version: string, partial: Partial<AgentFacts> = {}): AgentFacts {
  return agentFacts({ version, ...partial });
}

function lines(file: string): readonly Line[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
