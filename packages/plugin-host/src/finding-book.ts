import type { EntryKind, Finding } from './finding.ts';

/** Findings of the search, and those that came up since: the latest per entry, gone when the entry works after all. */
export interface FindingBook {
  note(finding: Finding): void;
  clear(kind: EntryKind, name: string): void;
  /** Replaces what the last search found; what came up since about providers that are there no more is gone with them. */
  searched(found: readonly Finding[], providers: readonly string[]): void;
  list(): readonly Finding[];
}

export function createFindingBook(first: readonly Finding[]): FindingBook {
  let found = first;
  const later = new Map<string, Finding>();
  return {
    note: (finding) => void later.set(`${finding.entry?.kind} ${finding.entry?.name}`, finding),
    clear: (kind, name) => void later.delete(`${kind} ${name}`),
    searched(findings, providers) {
      found = findings;
      for (const [key, { entry }] of later) {
        if (entry?.kind === 'provider' && !providers.includes(entry.name)) later.delete(key);
      }
    },
    list: () => [...found, ...later.values()],
  };
}

/** Foreign code may throw anything. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
