import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionRecord, TerminalRecord } from '@cao/state';
import type { House } from '../agent/house.ts';
import type { EngineDeps } from '../deps.ts';
import { messageOf } from '../errors.ts';
import type { EventLog } from '../event-log.ts';
import { signalFile } from '../launch/plan.ts';
import { removePlanFiles } from '../launch/plan-files.ts';

/** Ends a terminal with everything that hangs on it. */
export interface Remover {
  /** Returns what could not be cleaned up, in words: the record is gone all the same. */
  remove(record: TerminalRecord, reason: string): Promise<readonly string[]>;
}

export interface RemoverHooks {
  /** Inside the transaction that deletes the record: what waits for this terminal learns that it is gone. */
  readonly onRemoved: (record: TerminalRecord, reason: string) => void;
}

export function createRemover(
  deps: EngineDeps,
  parts: { house: House; events: EventLog },
  hooks: RemoverHooks,
): Remover {
  const { state, backend } = deps;

  /** For reading later: the text that was on the terminal, and what it was. Losing it must not keep the terminal alive. */
  async function keepSnapshot(record: TerminalRecord, session: SessionRecord | undefined): Promise<void> {
    const base = join(deps.paths.terminalLogs, record.id);
    const facts = {
      terminal_id: record.id,
      session_name: session?.name ?? null,
      window_name: record.name,
      agent_profile: record.agentProfile,
      provider: record.provider,
      working_directory: record.workingDirectory,
      allowed_tools: record.allowedTools,
    };
    try {
      await writeFile(`${base}.snapshot.json`, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
      const lines = await backend.render(record.id);
      await writeFile(`${base}.scrollback`, `${lines.join('\n')}\n`, { mode: 0o600 });
    } catch (error) {
      deps.log.warn('no scrollback was kept', { terminal: record.id, error: messageOf(error) });
    }
  }

  async function attempt(what: string, terminalId: string, work: () => Promise<unknown>): Promise<readonly string[]> {
    try {
      await work();
      return [];
    } catch (error) {
      deps.log.warn(`${what} failed`, { terminal: terminalId, error: messageOf(error) });
      return [`${what} of terminal ${terminalId} failed: ${messageOf(error)}`];
    }
  }

  return {
    async remove(record, reason) {
      const session = state.sessions.byId(record.sessionId);
      await keepSnapshot(record, session);
      const agent = parts.house.get(record.id);
      parts.events.transaction(() => {
        agent?.endTurn({ state: 'lost', error: reason });
        hooks.onRemoved(record, reason);
        state.terminals.markDeleted(record.id, deps.now());
        parts.events.append({
          type: 'post_kill_terminal',
          sessionName: session?.name ?? null,
          terminalId: record.id,
          data: { terminal_id: record.id, agent_name: record.agentProfile },
        });
      });
      parts.house.evict(record.id);
      // The record is gone: from here on a crash leaves a program without a record, which the next start removes.
      const ended = await attempt('ending the program', record.id, () => backend.remove(record.id));
      const removed = await attempt('removing the files', record.id, async () => {
        await removePlanFiles(join(deps.paths.scratch, record.id));
        await rm(signalFile(deps, record.id), { force: true });
      });
      return [...ended, ...removed];
    },
  };
}
