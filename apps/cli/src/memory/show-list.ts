import type { FoundFact } from '@cao/memory';
import type { Io } from '../io.ts';
import { clip, json, localTime, table } from '../text.ts';
import { memoryView } from './open.ts';

const KEY_WIDTH = 30;
const TAGS_WIDTH = 20;

/** Facts as a table, or as JSON. Whose they are is told where it may be anybody's. */
export function showList(facts: readonly FoundFact[], asJson: boolean, io: Io): void {
  if (asJson) return io.out(json(facts.map(memoryView)));
  if (facts.length === 0) return io.out('No memories found.\n');
  const several = facts.some(({ scope }) => scope === 'session' || scope === 'agent');
  const of = several || new Set(facts.map(({ scopeId }) => scopeId)).size > 2;
  const rows = facts.map(({ key, scope, scopeId, type, tags, updatedAt }) => [
    clip(key, KEY_WIDTH),
    scope,
    type,
    clip(tags, TAGS_WIDTH),
    localTime(new Date(updatedAt).toISOString()).slice(0, 'YYYY-MM-DD HH:MM'.length),
    ...(of ? [scopeId] : []),
  ]);
  const headers = ['KEY', 'SCOPE', 'TYPE', 'TAGS', 'UPDATED', ...(of ? ['OF'] : [])];
  io.out(table(headers, [KEY_WIDTH, 10, 12, TAGS_WIDTH, 16, ...(of ? [20] : [])], rows));
}
