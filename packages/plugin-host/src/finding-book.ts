import type { Finding } from './finding.ts';

/** Findings of the search, and those that came up since: the latest per entry, gone when the entry works after all. */
export interface FindingBook {
  note(finding: Finding): void;
  clear(kind: 'provider' | 'plugin', name: string): void;
  list(): readonly Finding[];
}

export function createFindingBook(first: readonly Finding[]): FindingBook {
  const later = new Map<string, Finding>();
  return {
    note: (finding) => void later.set(`${finding.entry?.kind} ${finding.entry?.name}`, finding),
    clear: (kind, name) => void later.delete(`${kind} ${name}`),
    list: () => [...first, ...later.values()],
  };
}

/** Foreign code may throw anything. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
