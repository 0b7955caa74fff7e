import { readFileSync } from 'node:fs';
import { agentFacts } from '@cao/provider-sdk/testing';
import type { AgentFacts } from '@cao/provider-sdk';

/** Versions with the hooks and the transcript of one recorded session each. */
export const RECORDED = ['0.61.0', '0.42.0'] as const;
export type RecordedVersion = (typeof RECORDED)[number];

export function signalLines(version: RecordedVersion): readonly Record<string, unknown>[] {
  return lines(`${version}.signals.jsonl`);
}

export function transcriptLines(version: RecordedVersion): readonly Record<string, unknown>[] {
  return lines(`${version}.transcript.jsonl`);
}

export function factsOf(partial: Partial<AgentFacts> = {}): AgentFacts {
  return agentFacts({ version: '0.61.0', ...partial });
}

function lines(file: string): readonly Record<string, unknown>[] {
  const text = readFileSync(new URL(`fixtures/records/${file}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
