import type { ProfileRow } from '@cao/contracts';

export interface FoundProfile {
  readonly profile: ProfileRow;
  /** Comparable within one search only; higher fits better. */
  readonly score: number;
}

/** A name that fits says more than a word in a sentence. */
const BOOST = { name: 4, tags: 3, capabilities: 2, description: 1 };

/** The profiles whose name, tags, capabilities or description have words of the query, best first (BM25). */
export async function searchProfiles(
  profiles: readonly ProfileRow[],
  query: string,
  limit: number,
): Promise<FoundProfile[]> {
  // Loaded when somebody searches: the server, which does not, starts without it.
  const { default: MiniSearch } = await import('minisearch');
  const index = new MiniSearch<ProfileRow>({
    idField: 'name',
    fields: Object.keys(BOOST),
    searchOptions: { boost: BOOST, prefix: true, fuzzy: (term) => (term.length > 4 ? 0.2 : false) },
    extractField: (profile, field) => {
      const value = profile[field as keyof ProfileRow] ?? '';
      // The id stays as it is; words of a name are found one by one.
      return field === 'name' ? profile.name : Array.isArray(value) ? value.join(' ') : value;
    },
    tokenize: (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u),
  });
  index.addAll(profiles);
  const byName = new Map(profiles.map((profile) => [profile.name, profile]));
  return index
    .search(query)
    .slice(0, limit)
    .flatMap(({ id, score }) => {
      const profile = byName.get(String(id));
      return profile === undefined ? [] : [{ profile, score: Math.round(score * 100) / 100 }];
    });
}
