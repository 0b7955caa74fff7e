import type { MemoryScope, MemoryType, SearchMode } from '@cao/contracts';
import type { FoundMemory, MemoryIndex } from '@cao/state';
import type { Place } from './places.ts';

/** More words than this are a text, not a query. */
const MAX_WORDS = 32;

export interface Search {
  readonly query: string;
  readonly mode: SearchMode;
  readonly type?: MemoryType | undefined;
  readonly limit: number;
}

/** A fact with the place it was found in. */
export interface Hit extends FoundMemory {
  readonly scope: MemoryScope;
  readonly scopeId: string | null;
}

/**
 * Searches places given in order of nearness. A key found in a nearer place of the same scope hides the same key behind it: an
 * alias of a project may still hold what was written before.
 */
export function search(index: MemoryIndex, places: readonly Place[], { query, mode, type, limit }: Search): Hit[] {
  const byFolder = new Map(places.map((place) => [place.folder, place]));
  const hit = (memory: FoundMemory): Hit[] => {
    const place = byFolder.get(memory.folder);
    return place === undefined ? [] : [{ ...memory, scope: place.scope, scopeId: place.scopeId }];
  };
  const literal = (): Hit[] =>
    groupsOf(places).flatMap((folders) =>
      index.containing(literalWords(query), { folders, type, limit }).flatMap((memory) => hit(memory)),
    );
  const ranked = (): Hit[] =>
    index.ranked(plainWords(query), { folders: [...byFolder.keys()], type, limit }).flatMap((memory) => hit(memory));
  const found = mode === 'metadata' ? literal() : mode === 'bm25' ? ranked() : [...literal(), ...ranked()];
  return nearestOnly(found, places).slice(0, limit);
}

/** Folders of one scope are one group: within it only the time counts. */
function groupsOf(places: readonly Place[]): string[][] {
  const groups = new Map<MemoryScope, string[]>();
  for (const { scope, folder } of places) groups.set(scope, [...(groups.get(scope) ?? []), folder]);
  return [...groups.values()];
}

function nearestOnly(hits: readonly Hit[], places: readonly Place[]): Hit[] {
  const rank = new Map(places.map(({ folder }, position) => [folder, position]));
  const nearest = new Map<string, Hit>();
  for (const hit of hits) {
    // Two sessions may each have a fact of one name; only a project has several folders.
    const name = JSON.stringify([hit.scope, hit.scope === 'project' ? null : hit.scopeId, hit.key]);
    const known = nearest.get(name);
    if (known === undefined || (rank.get(hit.folder) ?? 0) < (rank.get(known.folder) ?? 0)) nearest.set(name, hit);
  }
  return [...nearest.values()];
}

/** Words as they stand in the file, in lower case like the index has it. */
function literalWords(query: string): string[] {
  return [...new Set(query.toLowerCase().split(/\s+/))].filter((word) => word !== '').slice(0, MAX_WORDS);
}

/** Words as the index cuts them: letters and digits. */
function plainWords(query: string): string[] {
  return [...new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, MAX_WORDS);
}
