import { NAMES } from './semconv.ts';
import type { JobRecord, MessageRecord, TerminalRecord, TurnRecord } from './records.ts';

/** A span without its place in a trace. */
export interface SpanFacts {
  readonly name: string;
  /** `client`: another program does the work. `internal`: CAO does. `consumer`: something was taken out of an inbox. */
  readonly kind: 'client' | 'internal' | 'consumer';
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly error: string | undefined;
}

/** Attributes of so many characters are taken by everybody. */
const MAX_CONTENT = 8000;

export interface TurnContext {
  readonly at: string;
  readonly session: string | null;
  readonly terminal: TerminalRecord | undefined;
  /** Whether what was said is exported. */
  readonly content: boolean;
}

/** An agent's work at one input: `invoke_agent developer`. */
export function turnSpan(turn: TurnRecord, { at, session, terminal, content }: TurnContext): SpanFacts {
  const agent = terminal?.agent_profile ?? undefined;
  return {
    name: agent === undefined ? 'invoke_agent' : `invoke_agent ${agent}`,
    kind: 'client',
    start: Date.parse(turn.submitted_at),
    end: Date.parse(turn.ended_at ?? at),
    error: turn.state === 'completed' ? undefined : turn.state,
    attributes: {
      [NAMES.operation]: 'invoke_agent',
      [NAMES.provider]: terminal?.provider ?? 'unknown',
      [NAMES.agentId]: turn.terminal_id,
      ...(agent !== undefined && { [NAMES.agentName]: agent }),
      ...(session !== null && { [NAMES.conversationId]: session }),
      'cao.turn.id': turn.id,
      'cao.turn.origin': turn.origin,
      'cao.turn.state': turn.state,
      ...(content && {
        [NAMES.inputMessages]: messages('user', turn.text),
        ...(turn.reply !== null && { [NAMES.outputMessages]: messages('assistant', turn.reply) }),
      }),
    },
  };
}

/** The tool call by which one agent had another work: `execute_tool handoff`. */
export function jobSpan(job: JobRecord, at: string): SpanFacts {
  return {
    name: `execute_tool ${job.type}`,
    kind: 'internal',
    start: Date.parse(job.created_at),
    end: Date.parse(job.ended_at ?? at),
    error: job.state === 'succeeded' ? undefined : job.state,
    attributes: {
      [NAMES.operation]: 'execute_tool',
      [NAMES.toolName]: job.type,
      [NAMES.toolType]: 'function',
      [NAMES.toolCallId]: job.id,
      [NAMES.conversationId]: job.session_name,
      'cao.job.worker_profile': job.agent_profile,
      'cao.job.state': job.state,
    },
  };
}

/** From when a message was written to when its receiver took it: `deliver inbox`. */
export function deliverySpan(message: MessageRecord, session: string | null, at: string, failed: boolean): SpanFacts {
  return {
    name: 'deliver inbox',
    kind: 'consumer',
    start: Date.parse(message.created_at),
    end: Date.parse(message.delivered_at ?? at),
    error: failed ? 'undeliverable' : undefined,
    attributes: {
      [NAMES.messagingSystem]: 'cao',
      [NAMES.messagingOperation]: 'deliver',
      [NAMES.messagingOperationType]: 'process',
      [NAMES.destination]: message.receiver_id,
      [NAMES.messageId]: String(message.id),
      ...(session !== null && { [NAMES.conversationId]: session }),
      'cao.message.sender': message.sender_id,
    },
  };
}

function messages(role: 'user' | 'assistant', text: string): string {
  const content = text.length > MAX_CONTENT ? `${text.slice(0, MAX_CONTENT)}…` : text;
  return JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
}
