import type { PluginEvent } from '@cao/plugin-sdk';
import type { Records, TerminalRecord } from './records.ts';

/** As many as a busy server has in a day. */
const KEPT = 2000;

/** Which agent runs in a terminal, also after it was removed: a handoff's worker is gone before its turn is exported. */
export interface KnownTerminals {
  learn(event: PluginEvent<'post_create_terminal'>): void;
  get(id: string, records: Records): Promise<TerminalRecord | undefined>;
}

export function createKnownTerminals(): KnownTerminals {
  const known = new Map<string, TerminalRecord>();
  return {
    learn({ data }) {
      known.set(data.terminal_id, { agent_profile: data.agent_name, provider: data.provider });
      for (const oldest of known.keys()) {
        if (known.size <= KEPT) break;
        known.delete(oldest);
      }
    },
    get: async (id, records) => known.get(id) ?? records.terminal(id),
  };
}
