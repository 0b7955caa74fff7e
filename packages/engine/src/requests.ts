import {
  CaoError,
  type LaunchRequest,
  type MessageRequest,
  type RequestGate,
  type RequestKind,
  type Requests,
  type ToolCallRequest,
} from '@cao/contracts';
import type { EventLog } from './event-log.ts';

/** Lets plugins have their say before something happens. What they change or refuse stands in the event log, with their reason. */
export interface BeforeHand {
  /** False: asking would change nothing. */
  wants(kind: RequestKind): boolean;
  /** What is to be launched instead. Throws `forbidden` with the plugin's reason. */
  launch(request: LaunchRequest): Promise<LaunchRequest>;
  message(request: MessageRequest): Promise<MessageRequest>;
  toolCall(request: ToolCallRequest): Promise<ToolCallRequest>;
}

const WORDS: Readonly<Record<RequestKind, string>> = { launch: 'launch', message: 'message', tool_call: 'tool call' };

export function createBeforeHand(gate: RequestGate | undefined, events: EventLog): BeforeHand {
  async function ask<K extends RequestKind>(
    request: K,
    asked: Requests[K],
    about: { sessionName: string | null; terminalId: string | null },
  ): Promise<Requests[K]> {
    if (gate?.wants(request) !== true) return asked;
    const { request: next, changes, veto } = await gate.ask(request, asked);
    for (const { plugin, reason, fields } of changes) {
      events.append({ type: 'request_changed', ...about, data: { request, plugin, reason, fields } });
    }
    if (veto === undefined) return next;
    const { plugin, reason } = veto;
    events.append({ type: 'request_vetoed', ...about, data: { request, plugin, reason } });
    throw new CaoError('forbidden', `Plugin '${plugin}' refused this ${WORDS[request]}: ${reason}`, {
      hint: 'Asking again in the same way changes nothing.',
      details: { plugin, reason, request },
    });
  }

  return {
    wants: (kind) => gate?.wants(kind) === true,
    launch: (request) => ask('launch', request, { sessionName: request.session_name, terminalId: request.caller_id }),
    message: (request) => ask('message', request, { sessionName: request.session_name, terminalId: request.receiver }),
    toolCall: (request) =>
      ask('tool_call', request, { sessionName: request.session_name, terminalId: request.terminal_id }),
  };
}
