import type { MemoryScope, MemoryType } from '@cao/contracts';

const DAY_MS = 24 * 60 * 60_000;
/** As long as CAO (Python) keeps them, from the last change on. */
const KEEP_MS: Partial<Record<MemoryScope, number>> = { session: 14 * DAY_MS, project: 90 * DAY_MS };
/** What a person wants or has corrected is never out of date by itself. */
const LASTING: readonly MemoryType[] = ['user', 'feedback'];

/** Whether a fact has outlived its scope. */
export function isExpired(memory: { scope: MemoryScope; type: MemoryType; updatedAt: number }, now: number): boolean {
  const keep = KEEP_MS[memory.scope];
  return keep !== undefined && !LASTING.includes(memory.type) && memory.updatedAt < now - keep;
}
