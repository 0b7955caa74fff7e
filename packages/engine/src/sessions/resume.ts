import { CaoError } from '@cao/contracts';
import type { TerminalRecord } from '@cao/state';
import type { House } from '../agent/house.ts';
import type { EngineDeps } from '../deps.ts';
import type { EventLog } from '../event-log.ts';
import type { Executables } from '../launch/executable.ts';
import { prepareAgain } from '../launch/prepare.ts';
import type { Launcher } from './launcher.ts';

export interface ResumeParts {
  readonly events: EventLog;
  readonly house: House;
  readonly executables: Executables;
  readonly launcher: Launcher;
}

/**
 * Starts the CLI of an ended terminal again, with the conversation it had; the terminal keeps its id. Throws `conflict` while it
 * runs and when its CLI cannot go on with a conversation; what kept it from starting leaves it as ended as before.
 */
export async function resumeAgent(deps: EngineDeps, parts: ResumeParts, record: TerminalRecord): Promise<void> {
  const session = deps.state.sessions.byId(record.sessionId);
  if (session === undefined) throw new CaoError('not_found', `The session of terminal '${record.id}' is gone`);
  if (record.lifecycle !== 'exited') throw new CaoError('conflict', `The agent of terminal '${record.id}' is running.`);
  const prepared = await prepareAgain(deps, parts.executables, record);
  const { provider } = prepared;
  if (!provider.capabilities.resume || record.conversationId === null) {
    const why = record.conversationId === null ? 'it had no conversation yet' : `${provider.title} cannot`;
    throw new CaoError('conflict', `Terminal '${record.id}' cannot be resumed: ${why}.`, {
      hint: 'Launch a new one; what was on its terminal is kept.',
    });
  }
  parts.house.evict(record.id);
  // Ends what the program left behind and frees the id.
  await deps.backend.remove(record.id);
  const fresh = { belief: null, exitCode: null, exitReason: null };
  deps.state.terminals.update(record.id, fresh);
  try {
    await parts.launcher.start({ ...record, ...fresh }, session, prepared, record.conversationId);
  } catch (error) {
    deps.state.terminals.update(record.id, { lifecycle: 'exited', exitReason: record.exitReason });
    throw error;
  }
  const data = { terminal_id: record.id, conversation_id: record.conversationId };
  parts.events.append({ type: 'terminal_resumed', sessionName: session.name, terminalId: record.id, data });
}
