import { CaoError, OPERATOR, type Message } from '@cao/contracts';
import type { Provider } from '@cao/provider-sdk';
import type { MessageRecord, TurnRecord } from '@cao/state';
import type { Agent } from './agent/agent.ts';
import type { House } from './agent/house.ts';
import { typeTurn } from './agent/typing.ts';
import type { EngineDeps } from './deps.ts';
import type { InboxUseCases } from './engine.ts';
import { messageOf } from './errors.ts';
import type { EventLog } from './event-log.ts';
import { asText, messagePrompt } from './launch/prompt.ts';
import type { Brief, Briefing } from './memory/briefing.ts';
import { iso, isoOrNull } from './sessions/views.ts';

/** How long a claim holds; longer than any typing. Only matters when several servers share a database. */
const CLAIM_MS = 10 * 60_000;
/** An agent that did not take a message this often will not take it the next time. */
const MAX_ATTEMPTS = 3;

/** The durable inbox of every terminal: one message at a time, oldest first, each as its own turn. */
export interface Mailbox extends Pick<InboxUseCases, 'list'> {
  /** In the transaction of whatever sends; those who want a say in it were asked before. */
  send(request: { senderId: string; receiverId: string; message: string }): Message;
  /** Delivers to this agent if it can take something now. Called on every change; cheap when there is nothing to do. */
  pump(agent: Agent): void;
  /** In the transaction of the turn's change. */
  turnAccepted(turn: TurnRecord): void;
  turnEnded(turn: TurnRecord): void;
  /** A word from CAO itself, as a message like any other. */
  notify(receiverId: string, message: string): void;
  /** The receiver is gone for good. */
  receiverGone(terminalId: string, reason: string): void;
}

export function createMailbox(
  deps: EngineDeps,
  parts: { events: EventLog; house: House; briefing: Briefing; instance: string },
): Mailbox {
  const { state } = deps;
  const { events, house, briefing } = parts;
  const pumping = new Set<string>();
  /** Receivers that may have mail; filled from the database at start, so an idle agent's change costs nothing. */
  const expectant = new Set(state.messages.pendingReceivers());
  /** By terminal, which never moves; asked for each event. */
  const sessionNames = new Map<string, string>();

  function event(
    type: 'message_queued' | 'message_delivered' | 'message_failed',
    record: MessageRecord,
    reason?: string,
  ): void {
    const session = sessionOf(record.receiverId);
    const data = {
      message_id: record.id,
      sender: record.senderId,
      receiver: record.receiverId,
      ...(reason ? { reason } : {}),
    };
    events.append({ type, sessionName: session, terminalId: record.receiverId, data });
  }

  function sessionOf(terminalId: string): string | null {
    const known = sessionNames.get(terminalId);
    if (known !== undefined) return known;
    const terminal = state.terminals.find(terminalId);
    const name = terminal && state.sessions.byId(terminal.sessionId)?.name;
    if (name !== undefined) sessionNames.set(terminalId, name);
    return name ?? null;
  }

  function fail(record: MessageRecord, reason: string): void {
    state.messages.update(record.id, { status: 'failed', reason, claimedBy: null, claimedUntil: null });
    event('message_failed', record, reason);
    noticeToSender(record, reason);
  }

  /** A notice is a message too, but never about a notice. */
  function noticeToSender(record: MessageRecord, reason: string): void {
    if (record.senderId === 'cao' || state.terminals.get(record.senderId) === undefined) return;
    insert(
      'cao',
      record.senderId,
      `Your message ${record.id} to terminal ${record.receiverId} was not delivered: ${reason}.`,
    );
  }

  function insert(senderId: string, receiverId: string, message: string): MessageRecord {
    return events.transaction(() => {
      const record = state.messages.insert({
        senderId,
        receiverId,
        message,
        orchestrationType: 'send_message',
        createdAt: deps.now(),
      });
      event('message_queued', record);
      expectant.add(receiverId);
      return record;
    });
  }

  /** Nothing is typed into a question, on top of a turn, or into the line of a person who is at the keyboard. */
  function mayType(agent: Agent): boolean {
    const composer = agent.reading?.composer ?? '';
    return agent.ready && (composer === '' || house.viewers(agent.id) === 0);
  }

  async function deliver(agent: Agent): Promise<void> {
    await agent.typing.run(async () => {
      if (!mayType(agent)) return;
      const brief = await briefing.prepare(agent, () => nextPrompt(agent));
      if (!mayType(agent)) return;
      const turn = events.transaction(() => claim(agent, brief));
      if (turn) await typeTurn(agent, turn);
      else expectant.delete(agent.id);
    });
  }

  /** Message and turn belong together from the first moment: a server killed right here finds both or neither. */
  function claim(agent: Agent, brief: Brief): TurnRecord | undefined {
    const now = deps.now();
    const message = state.messages.claim(agent.id, { by: parts.instance, now, until: now + CLAIM_MS });
    if (message === undefined) return undefined;
    const turn = brief({
      // An operator is a person's hand, and speaks like one.
      origin: message.senderId === OPERATOR ? 'user' : 'send_message',
      senderId: message.senderId,
      text: message.message,
      prompt: promptOf(message, agent.provider),
    });
    state.messages.update(message.id, { turnId: turn.id });
    return turn;
  }

  function promptOf({ message, senderId }: MessageRecord, provider: Provider): string {
    if (senderId === OPERATOR) return asText(message, provider);
    return messagePrompt(message, senderId, state.terminals.get(senderId) !== undefined);
  }

  function nextPrompt(agent: Agent): string {
    const [next] = state.messages.list(agent.id, { limit: 1, status: 'pending' });
    return next === undefined ? '' : promptOf(next, agent.provider);
  }

  return {
    send({ senderId, receiverId, message }) {
      if (senderId === receiverId) {
        throw new CaoError('invalid_input', 'A terminal cannot send a message to itself.', {
          hint: 'Your own id is CAO_TERMINAL_ID. The terminal to answer is named in your task.',
        });
      }
      const receiver = state.terminals.get(receiverId);
      if (receiver === undefined) throw new CaoError('not_found', `Terminal '${receiverId}' not found`);
      if (receiver.lifecycle === 'exited') {
        throw new CaoError(
          'terminal_gone',
          `The agent of terminal '${receiverId}' has ended: ${receiver.exitReason ?? 'no reason'}`,
        );
      }
      const record = insert(senderId, receiverId, message);
      const agent = house.get(receiverId);
      if (agent) queueMicrotask(() => this.pump(agent));
      return messageView(record);
    },
    list(receiverId, options) {
      if (state.terminals.find(receiverId) === undefined)
        throw new CaoError('not_found', `Terminal '${receiverId}' not found`);
      return state.messages.list(receiverId, options).map(messageView);
    },
    pump(agent) {
      if (!expectant.has(agent.id) || !mayType(agent) || pumping.has(agent.id)) return;
      pumping.add(agent.id);
      deliver(agent)
        .catch((error: unknown) => deps.log.error('a delivery failed', { terminal: agent.id, error: messageOf(error) }))
        .finally(() => {
          pumping.delete(agent.id);
          this.pump(agent);
        });
    },
    notify(receiverId, message) {
      insert('cao', receiverId, message);
      const agent = house.get(receiverId);
      if (agent) queueMicrotask(() => this.pump(agent));
    },
    turnAccepted(turn) {
      const message = state.messages.byTurn(turn.id);
      if (message === undefined || message.status !== 'pending') return;
      state.messages.update(message.id, {
        status: 'delivered',
        deliveredAt: deps.now(),
        claimedBy: null,
        claimedUntil: null,
      });
      event('message_delivered', message);
      events.append({
        type: 'post_send_message',
        sessionName: sessionOf(message.receiverId),
        terminalId: message.receiverId,
        data: {
          sender: message.senderId,
          receiver: message.receiverId,
          message: message.message,
          orchestration_type: message.orchestrationType,
        },
      });
    },
    turnEnded(turn) {
      const message = state.messages.byTurn(turn.id);
      if (message === undefined || message.status !== 'pending') return;
      const reason = turn.error ?? 'the agent did not take it';
      if (message.attempts >= MAX_ATTEMPTS) fail(message, `${reason} (${message.attempts} attempts)`);
      else state.messages.release(message.id, reason);
      expectant.add(message.receiverId);
    },
    receiverGone(terminalId, reason) {
      for (const record of state.messages.failPending(terminalId, reason)) {
        event('message_failed', record, reason);
        noticeToSender(record, reason);
      }
      expectant.delete(terminalId);
      sessionNames.delete(terminalId);
    },
  };
}

export function messageView(record: MessageRecord): Message {
  return {
    id: record.id,
    sender_id: record.senderId,
    receiver_id: record.receiverId,
    message: record.message,
    orchestration_type: record.orchestrationType,
    status: record.status,
    reason: record.reason,
    attempts: record.attempts,
    turn_id: record.turnId,
    created_at: iso(record.createdAt),
    delivered_at: isoOrNull(record.deliveredAt),
  };
}
