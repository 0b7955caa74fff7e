import { caoError } from '@cao/client';
import type { FoundFact } from '@cao/memory';
import type { MemoryScope } from '@cao/contracts';
import type { LocalMemory } from './open.ts';

export interface Wanted {
  readonly key: string;
  /** In the order they are looked at; the first that has it decides. */
  readonly scopes: readonly MemoryScope[];
  readonly scopeId: string | undefined;
}

/** The one fact of that name. Throws when there is none, and when several sessions or agents have one. */
export async function findOne(memory: LocalMemory, { key, scopes, scopeId }: Wanted): Promise<FoundFact> {
  for (const scope of scopes) {
    const found = await memory.store.find(key, await memory.places(scope, scopeId));
    const [first] = found;
    if (first === undefined) continue;
    // Of the folders a project has had, the present one counts.
    if (found.length === 1 || scope === 'project') return first;
    throw caoError(
      'conflict',
      `Several have a ${scope} memory '${key}': ${found.map((one) => one.scopeId).join(', ')}`,
      {
        hint: 'Name one with --scope-id.',
      },
    );
  }
  const where = scopes.length === 1 ? ` in scope ${scopes[0]}` : '';
  throw caoError('not_found', `Memory '${key}' not found${where}`, { hint: 'See: cao memory list --all' });
}
