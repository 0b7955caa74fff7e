import { CaoError, sessionName, type Terminal } from '@cao/contracts';
import type { SessionRecord, State, TerminalRecord } from '@cao/state';
import { z } from 'zod';
import type { Sessions } from '../sessions/sessions.ts';

/** Whom an operator means: a session's conductor, or one terminal. */
export const Target = z.object({ session_name: z.string().nullish(), terminal_id: z.string().nullish() });
type Target = z.infer<typeof Target>;

export interface Targets {
  /** By its name, with or without the prefix. Throws `not_found`. */
  session(name: string): SessionRecord;
  conductor(name: string): TerminalRecord | undefined;
  /** Throws `not_found`, also when the terminal is in another session than the one that was named. */
  terminal(target: Target): TerminalRecord;
}

export function createTargets(state: State, sessions: Sessions): Targets {
  const session = (name: string): SessionRecord => sessions.require(sessionName(name));

  function conductor(name: string): TerminalRecord | undefined {
    const terminals = state.terminals.listBySession(session(name).id);
    return terminals.find(({ role }) => role === 'conductor') ?? terminals[0];
  }

  return {
    session,
    conductor,
    terminal({ session_name: name, terminal_id: id }) {
      const found = typeof id === 'string' ? state.terminals.get(id) : undefined;
      if (typeof id === 'string') {
        const inside = typeof name !== 'string' || found?.sessionId === session(name).id;
        if (found !== undefined && inside) return found;
        const where = typeof name === 'string' ? ` in session '${sessionName(name)}'` : '';
        throw new CaoError('not_found', `Terminal '${id}' not found${where}`, {
          hint: 'get_session_info shows the ids.',
        });
      }
      if (typeof name !== 'string') throw new CaoError('invalid_input', 'Give session_name or terminal_id.');
      const first = conductor(name);
      if (first !== undefined) return first;
      throw new CaoError('not_found', `Session '${sessionName(name)}' has no terminals`);
    },
  };
}

/** What an operator needs of a terminal. */
export function terminalFacts(terminal: Terminal): Record<string, unknown> {
  const { id, name, role, agent_profile, provider, status, status_since, status_reason, ready, question } = terminal;
  const { pending_messages, caller_id, working_directory, exit_reason } = terminal;
  return {
    id,
    name,
    role,
    agent_profile,
    provider,
    status,
    status_since,
    status_reason,
    ready,
    question,
    pending_messages,
    caller_id,
    working_directory,
    exit_reason,
  };
}
