import { z } from 'zod';
import { CaoError, MemoryScope, MemoryType, SearchMode } from '@cao/contracts';
import { keyOf, placesOf, type Caller, type FoundFact, type MemoryStore } from '@cao/memory';
import type { CallRecord, TerminalRecord } from '@cao/state';
import type { Memory } from '../memory/memory.ts';
import { iso } from '../sessions/views.ts';
import type { Tool, ToolTable } from './tool-host.ts';

const Store = z.object({
  content: z.string(),
  scope: MemoryScope.default('project'),
  memory_type: MemoryType.default('project'),
  key: z.string().nullish(),
  tags: z.string().nullish(),
});
const Recall = z.object({
  query: z.string().nullish(),
  scope: MemoryScope.nullish(),
  memory_type: MemoryType.nullish(),
  limit: z.number().default(10),
  search_mode: SearchMode.default('hybrid'),
});
const Forget = z.object({ key: z.string(), scope: MemoryScope.default('project') });

const OFF = {
  success: false,
  disabled: true,
  error: 'The memory is switched off. A person can switch it on with memory.enabled in settings.json.',
};

/** What agents do with their memory. Scope ids come from the caller's own record, never from its arguments. */
export function createMemoryTools(memory: Memory, caller: (call: CallRecord) => TerminalRecord): ToolTable {
  function tool(
    off: Record<string, unknown>,
    run: (store: MemoryStore, who: Caller, call: CallRecord) => Promise<Record<string, unknown>>,
  ): Tool {
    return {
      async run(call) {
        const { store } = memory;
        return store === undefined ? off : run(store, await memory.callerOf(caller(call)), call);
      },
    };
  }

  return {
    memory_store: tool(OFF, async (store, who, call) => {
      const { content, scope, memory_type: type, key, tags } = Store.parse(call.args);
      // The call's own time, so that a call run again after a restart is the same entry.
      const at = call.createdAt;
      const stored = await store.store({ content, scope, type, key: key ?? undefined, tags: tags ?? '', at }, who);
      return {
        success: true,
        key: stored.key,
        scope,
        scope_id: stored.scopeId,
        file_path: stored.filePath,
        action: stored.action,
      };
    }),
    memory_recall: tool({ ...OFF, memories: [] }, async (store, who, call) => {
      const { query, scope, memory_type: type, limit, search_mode: mode } = Recall.parse(call.args);
      const question = { query: query ?? '', mode, limit, scope: scope ?? undefined, type: type ?? undefined };
      return { success: true, memories: (await store.recall(question, who)).map(factView) };
    }),
    memory_forget: tool(OFF, async (store, who, call) => {
      const { key: given, scope } = Forget.parse(call.args);
      const key = keyOf(given);
      const places = placesOf(scope, who);
      if (places.length === 0) throw new CaoError('invalid_input', `You have no ${scope} memory.`);
      let deleted = false;
      for (const place of places) deleted = (await store.forget(key, place)) || deleted;
      return { success: true, deleted, key, scope };
    }),
  };
}

function factView({ key, content, type, scope, tags, filePath, updatedAt }: FoundFact): Record<string, unknown> {
  return { key, content, memory_type: type, scope, tags, file_path: filePath, updated_at: iso(updatedAt) };
}
