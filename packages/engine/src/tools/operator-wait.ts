import { HANDOFF_TIMEOUT, isTurnOpen, type Terminal } from '@cao/contracts';
import type { TerminalRecord } from '@cao/state';
import type { House } from '../agent/house.ts';
import type { EngineDeps } from '../deps.ts';
import type { EventLog } from '../event-log.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Views } from '../sessions/views.ts';
import { waitUntil } from '../wait.ts';
import { z } from 'zod';
import { Target, type Targets } from './operator-target.ts';
import { tail } from './tail.ts';
import type { Tool } from './tool-host.ts';

export interface WaitParts {
  readonly sessions: Sessions;
  readonly views: Views;
  readonly events: EventLog;
  readonly house: House;
  readonly targets: Targets;
}

/** Clients that give up on a silent call bear at least 60 s. */
const PROGRESS_MS = 10_000;
/** An answer longer than this is read with read_session_output. */
const OUTPUT_CHARS = 100_000;

const Wait = Target.extend({ timeout: z.number().default(HANDOFF_TIMEOUT.default) });

type End = 'quiet' | 'asks' | 'ended';

/** Waits until nobody of a session, or one terminal, is at anything. Safe to carry on after a restart: it only looks. */
export function createWaitTool(deps: EngineDeps, parts: WaitParts): Tool {
  const { state } = deps;
  const { sessions, views, events, house, targets } = parts;

  function busy({ id, exit_reason, ready, pending_messages }: Terminal): boolean {
    if (exit_reason !== null) return false;
    const turn = state.turns.last(id);
    return !ready || pending_messages > 0 || (turn !== undefined && isTurnOpen(turn.state));
  }

  return {
    async run(call, progress) {
      const { timeout, ...target } = Wait.parse(call.args);
      const subject = targets.terminal(target);
      const session = views.terminal(subject).session_name;
      const alone = typeof target.terminal_id === 'string';

      const watched = (): readonly Terminal[] => {
        const records = alone ? [targets.terminal(target)] : state.terminals.listBySession(subject.sessionId);
        return records.map(views.terminal);
      };
      const open = (): boolean => !alone && state.jobs.listOpen().some(({ sessionName }) => sessionName === session);
      const asking = (): readonly Terminal[] => watched().filter(({ status }) => status === 'waiting_user_answer');

      function look(): End | undefined {
        // Throws when it was shut down or deleted, which ends the wait too.
        const terminals = (sessions.require(session), watched());
        if (asking().length > 0) return 'asks';
        const main = targets.terminal(alone ? target : { session_name: session });
        if (main.lifecycle === 'exited') return 'ended';
        return open() || terminals.some(busy) ? undefined : 'quiet';
      }

      const tell = (): void => progress(describe(watched(), busy));
      tell();
      const timer = setInterval(tell, PROGRESS_MS);
      try {
        const end = await waitUntil({
          check: look,
          unread: (end) => end === 'asks' && asking().some(({ question }) => question === null),
          subscribe(changed) {
            const stops = [events.subscribe(changed), house.onChange(changed)];
            return () => stops.forEach((stop) => stop());
          },
          timeoutMs: timeout * 1000 - (deps.now() - call.createdAt),
        });
        return result(end, targets.terminal(alone ? target : { session_name: session }), asking(), timeout);
      } finally {
        clearInterval(timer);
      }

      function result(end: End | undefined, record: TerminalRecord, questions: readonly Terminal[], seconds: number) {
        const turn = state.turns.last(record.id);
        const answered = end === 'quiet' && (turn === undefined || turn.state === 'completed');
        const { status, status_reason: reason } = views.terminal(record);
        return {
          success: answered,
          ...(end === 'asks' && { needs_input: true }),
          message: sentence(end, reason, turn?.state, turn?.error ?? null, seconds),
          session_name: session,
          terminal_id: record.id,
          status,
          ...(answered && turn?.reply != null ? tail(turn.reply, OUTPUT_CHARS) : { output: null }),
          questions: questions.map(({ id, agent_profile, question }) => ({ terminal_id: id, agent_profile, question })),
          waits: sessions.get(session).waits,
        };
      }
    },
  };
}

function describe(terminals: readonly Terminal[], busy: (terminal: Terminal) => boolean): string {
  const lines = terminals.filter(busy).map(({ id, agent_profile, status }) => `${agent_profile ?? ''} ${id} ${status}`);
  return lines.length === 0 ? 'nobody is busy' : lines.join(', ');
}

function sentence(
  end: End | undefined,
  reason: string,
  state: string | undefined,
  error: string | null,
  seconds: number,
): string {
  if (end === undefined)
    return `Not finished within ${seconds} seconds; the agents go on. Call wait_for_session again.`;
  if (end === 'asks')
    return 'An agent asks and waits. Answer with answer_user_prompt if you may decide this, else ask your user. Then wait again.';
  if (end === 'ended') return `The agent has ended: ${reason}.`;
  if (state === undefined) return 'The agent is ready and has been given nothing yet.';
  return state === 'completed' ? 'Finished.' : `The last task ended as ${state}: ${error ?? 'no reason given'}.`;
}
