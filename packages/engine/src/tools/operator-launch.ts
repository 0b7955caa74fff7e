import { createHash } from 'node:crypto';
import { CreateSessionRequest, isCaoError, OPERATOR, sessionName, type Terminal } from '@cao/contracts';
import type { CallRecord } from '@cao/state';
import { z } from 'zod';
import type { EngineDeps } from '../deps.ts';
import type { Mailbox } from '../mailbox.ts';
import type { BeforeHand } from '../requests.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Views } from '../sessions/views.ts';
import type { Tool } from './tool-host.ts';

export interface LaunchParts {
  readonly sessions: Sessions;
  readonly mailbox: Mailbox;
  readonly views: Views;
  readonly beforeHand: BeforeHand;
  /** Calls from before this time are carried on after a restart. */
  readonly startedAt: number;
}

const Launch = CreateSessionRequest.omit({ env_vars: true }).extend({ initial_message: z.string().optional() });

/** Starts a session once, however often its call is carried on. */
export function createLaunchTool(
  deps: EngineDeps,
  { sessions, mailbox, views, beforeHand, startedAt }: LaunchParts,
): Tool {
  const { state } = deps;

  /** What an earlier server has made for this very call. */
  function made(call: CallRecord, name: string): Terminal | undefined {
    const session = call.createdAt < startedAt ? state.sessions.byName(name) : undefined;
    if (session === undefined || session.createdAt < call.createdAt) return undefined;
    const [record] = state.terminals.listBySession(session.id);
    return record && views.terminal(record);
  }

  return {
    async run(call) {
      const { initial_message: task, ...request } = Launch.parse(call.args);
      const name = sessionName(request.session_name ?? nameFrom(call.id));
      try {
        const terminal = made(call, name) ?? (await sessions.create({ ...request, session_name: name }));
        if (task !== undefined && state.messages.list(terminal.id, { limit: 1 }).length === 0) {
          const { message } = await beforeHand.message({
            session_name: name,
            sender: OPERATOR,
            receiver: terminal.id,
            message: task,
            orchestration_type: null,
          });
          mailbox.send({ senderId: OPERATOR, receiverId: terminal.id, message });
        }
        const next =
          task === undefined ? 'Send it a task with send_session_message' : 'It gets its task when it is ready';
        return {
          success: true,
          message: `Session ${name} was started. ${next}; wait_for_session waits.`,
          session_name: name,
          terminal_id: terminal.id,
          working_directory: terminal.working_directory,
        };
      } catch (error) {
        if (!isCaoError(error)) throw error;
        const message = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
        return { success: false, message, code: error.code, session_name: name, terminal_id: null };
      }
    },
  };
}

/** The same for the same call. */
function nameFrom(callId: string): string {
  return createHash('sha256').update(callId).digest('hex').slice(0, 8);
}
