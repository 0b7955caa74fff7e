import { CaoError } from '@cao/contracts';
import { flowSessionName } from '@cao/flows';
import type { FlowRecord, FlowRunRecord, State, TerminalRecord } from '@cao/state';
import type { Sessions } from '../sessions/sessions.ts';
import type { Views } from '../sessions/views.ts';
import { failure, type RunBook } from './run-book.ts';

/** A flow has one session: a run waits for nobody, but takes the place of the last one only when that may go. */
export interface Room {
  /** Ends the run when the one before is still at work and its flow lets it go on. */
  busy(flow: FlowRecord, run: FlowRunRecord): boolean;
  /** Ends the session of the last run. Throws `conflict` for one that no run of this flow made: it is somebody else's. */
  clear(flow: FlowRecord, run: FlowRunRecord): Promise<void>;
}

export function createRoom(state: State, parts: { book: RunBook; sessions: Sessions; views: Views }): Room {
  const { book, sessions, views } = parts;

  /** Only the conductor counts: a worker that nobody needs any more may wait for ever. */
  function atWork(flow: FlowRecord): string | undefined {
    const conductor = conductorOf(flowSessionName(flow.name));
    if (conductor === undefined) return undefined;
    const { status, status_reason: why, question, session_name: session } = views.terminal(conductor);
    if (status === 'processing') return `its session is still at work: ${why}`;
    if (status !== 'waiting_user_answer') return undefined;
    const asked = question === null ? '' : ` to: ${question.text}`;
    return `its session waits for an answer${asked} (cao session answer ${session})`;
  }

  function conductorOf(sessionName: string): TerminalRecord | undefined {
    const session = state.sessions.byName(sessionName);
    return session && state.terminals.listBySession(session.id)[0];
  }

  return {
    busy(flow, run) {
      const before = book.before(run).at(-1);
      // One without a terminal cannot be replaced: nobody knows yet what it will start.
      const starting = before !== undefined && before.terminalId === null;
      const reason = atWork(flow) ?? (before && `the run of ${new Date(before.startedAt).toISOString()} has not ended`);
      if (reason === undefined || (flow.overlap === 'replace' && !starting)) return false;
      book.end(run.id, { state: 'busy', reason });
      return true;
    },
    async clear(flow, run) {
      const name = flowSessionName(flow.name);
      const replaced = failure(new CaoError('cancelled', 'the next run replaced it'));
      const conductor = conductorOf(name);
      if (conductor !== undefined && state.flowRuns.byTerminal(conductor.id)?.flowName !== flow.name) {
        throw new CaoError('conflict', `The session ${name} was not started by this flow.`, {
          hint: `End it with: cao shutdown --session ${name}`,
        });
      }
      for (const { id } of book.before(run)) book.end(id, replaced);
      if (state.sessions.byName(name) !== undefined) await sessions.remove(name);
    },
  };
}
