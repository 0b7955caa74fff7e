import { readFileSync } from 'node:fs';
import { agentFacts } from '@cao/provider-sdk/testing';
import type { AgentFacts } from '@cao/provider-sdk';

/** Versions with the hooks and the events file of one recorded session each, of eight turns. */
export const RECORDED = ['1.0.102', '1.0.73', '1.0.57'] as const;
export type RecordedVersion = (typeof RECORDED)[number];

export const SESSION = '0cb916db-26aa-40f2-86b5-1ba81b225fd2';

export function signalLines(version: RecordedVersion): readonly Record<string, unknown>[] {
  return lines(`${version}.signals.jsonl`);
}

export function eventLines(version: RecordedVersion): readonly Record<string, unknown>[] {
  return lines(`${version}.events.jsonl`);
}

export function factsOf(partial: Partial<AgentFacts> = {}): AgentFacts {
  return agentFacts({ version: '1.0.102', launchedAt: 0, ...partial });
}

function lines(file: string): readonly Record<string, unknown>[] {
  const text = readFileSync(new URL(`fixtures/records/${file}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
