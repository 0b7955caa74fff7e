import { readFileSync } from 'node:fs';

/** What OpenCode told its plugins in one session each: turns, questions, a refusal, a retry, an interrupt, an error. */
export interface PluginRecord {
  readonly hook: 'event' | 'chat.message';
  readonly event?: { readonly type: string };
  readonly output?: unknown;
}

export const RECORDED = ['1.18.33', '1.14.41'] as const;
export type Recorded = (typeof RECORDED)[number];

export function pluginRecords(version: Recorded): readonly PluginRecord[] {
  return lines(`fixtures/records/events-${version}.jsonl`) as readonly PluginRecord[];
}

/** What our plugin wrote in the session of the newer version. */
export function signalLines(): readonly Record<string, unknown>[] {
  return lines('fixtures/records/signals-1.18.33.jsonl') as readonly Record<string, unknown>[];
}

function lines(file: string): readonly unknown[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}
