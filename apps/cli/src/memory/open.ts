import type { FoundFact, MemoryStore, Place, Caller } from '@cao/memory';
import type { Memory, MemoryScope } from '@cao/contracts';
import { homeOf } from '../config.ts';
import type { Io } from '../io.ts';

/** The memory of this home as whoever sits in this folder sees it. */
export interface LocalMemory {
  readonly store: MemoryStore;
  /** This folder's project; the session and nothing else of an agent's, when one runs this. */
  readonly caller: Caller;
  /** Where to look: `scopeId` narrows sessions, agents and projects to one; without it every session and agent counts. */
  places(scope: MemoryScope, scopeId: string | undefined): Promise<readonly Place[]>;
}

/** Works on the files of this home; no server is needed, and one may be running. */
export async function withMemory<T>(io: Io, work: (memory: LocalMemory) => Promise<T>): Promise<T> {
  const { identifyProject, openMemory, placesOf, readMemorySettings } = await import('@cao/memory');
  const home = homeOf(io);
  const override = io.env['CAO_PROJECT_ID'] || (await readMemorySettings(home)).project_id;
  const project = await identifyProject({ directory: io.cwd, override, env: io.env });
  const caller: Caller = { project, sessionName: io.env['CAO_SESSION_NAME'] || undefined };
  const store = openMemory({ home, now: Date.now });
  try {
    return await work({
      store,
      caller,
      async places(scope, scopeId) {
        if (scope === 'global' || (scope === 'project' && scopeId === undefined)) return placesOf(scope, caller);
        const all = (await store.places()).filter((place) => place.scope === scope);
        return scopeId === undefined ? all : all.filter((place) => place.scopeId === scopeId);
      },
    });
  } finally {
    store.close();
  }
}

/** As `--json` prints it. */
export function memoryView(fact: FoundFact): Memory {
  return {
    key: fact.key,
    content: fact.content,
    memory_type: fact.type,
    scope: fact.scope,
    scope_id: fact.scopeId,
    tags: fact.tags,
    file_path: fact.filePath,
    created_at: new Date(fact.createdAt).toISOString(),
    updated_at: new Date(fact.updatedAt).toISOString(),
  };
}
