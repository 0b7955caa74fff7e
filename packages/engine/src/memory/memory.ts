import { CaoError } from '@cao/contracts';
import { identifyProject, type Caller, type MemoryStore } from '@cao/memory';
import type { TerminalRecord } from '@cao/state';
import type { EngineDeps } from '../deps.ts';
import type { MemoryUseCases } from '../engine.ts';

/** What is remembered, as the terminals of this server see it. */
export interface Memory extends MemoryUseCases {
  /** Undefined while the memory is switched off. */
  readonly store: MemoryStore | undefined;
  /** Whose memories a terminal has: told by its record, never by what an agent says of itself. */
  callerOf(record: TerminalRecord): Promise<Caller>;
}

export function createMemory(deps: EngineDeps): Memory {
  const { state, memory: store } = deps;

  async function callerOf(record: TerminalRecord): Promise<Caller> {
    const session = state.sessions.byId(record.sessionId);
    const project = await identifyProject({
      directory: record.workingDirectory,
      override: session?.env['CAO_PROJECT_ID'] ?? deps.options.projectId,
      env: deps.env,
    });
    return { project, sessionName: session?.name, agentProfile: record.agentProfile };
  }

  return {
    store,
    callerOf,
    async context(terminalId) {
      const record = state.terminals.get(terminalId);
      if (record === undefined) throw new CaoError('not_found', `Terminal '${terminalId}' not found`);
      return store === undefined ? '' : store.block(await callerOf(record));
    },
  };
}
