import type { Question, ReplySource, TurnOrigin } from '@cao/contracts';
import type { State, TurnRecord } from '@cao/state';
import type { EventLog } from '../event-log.ts';
import { newId } from '../ids.ts';

export interface NewTurn {
  readonly origin: TurnOrigin;
  readonly senderId: string;
  readonly text: string;
  readonly prompt: string;
}

export interface TurnEnd {
  readonly state: 'completed' | 'failed' | 'interrupted' | 'lost';
  readonly reply?: string | undefined;
  readonly replySource?: ReplySource | undefined;
  readonly error?: string | undefined;
}

/** The turns of one terminal, of which at most one is open. Every change is one transaction with its event. */
export interface TurnBook {
  open(): TurnRecord | undefined;
  last(): TurnRecord | undefined;
  begin(turn: NewTurn): TurnRecord;
  /** There is evidence that the agent took the open turn. */
  accept(facts: { nativeId?: string | undefined }): void;
  ask(question: Question | null): void;
  resume(): void;
  end(end: TurnEnd): TurnRecord | undefined;
  typedAgain(): TurnRecord | undefined;
}

export interface TurnBookDeps {
  readonly state: State;
  readonly events: EventLog;
  readonly now: () => number;
  readonly terminalId: string;
  readonly sessionName: string;
  /** Inside the same transaction as the change, for what hangs on a turn (a message, a job). */
  readonly onAccepted: (turn: TurnRecord) => void;
  readonly onAsked: (turn: TurnRecord) => void;
  readonly onEnded: (turn: TurnRecord) => void;
}

export function createTurnBook(deps: TurnBookDeps): TurnBook {
  const { state, events, now, terminalId, sessionName } = deps;
  // Read each time, never cached: a transaction that rolls back must leave no trace in memory either.
  const openTurn = () => state.turns.open(terminalId).at(-1);

  function patch(turn: TurnRecord, change: Partial<TurnRecord>): TurnRecord {
    state.turns.update(turn.id, change);
    return { ...turn, ...change };
  }

  function event(type: 'turn_started' | 'turn_completed' | 'turn_failed' | 'needs_input', turn: TurnRecord): void {
    const data = {
      turn_id: turn.id,
      origin: turn.origin,
      state: turn.state,
      error: turn.error,
      question: turn.question,
    };
    events.append({ type, sessionName, terminalId, data });
  }

  return {
    open: openTurn,
    last: () => state.turns.last(terminalId),
    begin(turn) {
      const at = now();
      return state.turns.insert({
        id: newId('t', at),
        terminalId,
        ...turn,
        state: 'submitted',
        attempts: 0,
        nativeId: null,
        question: null,
        reply: null,
        replySource: null,
        error: null,
        submittedAt: at,
        acceptedAt: null,
        endedAt: null,
      });
    },
    accept({ nativeId }) {
      const turn = openTurn();
      if (turn === undefined || turn.state !== 'submitted') return;
      events.transaction(() => {
        const next = patch(turn, { state: 'working', acceptedAt: now(), nativeId: nativeId ?? turn.nativeId });
        deps.onAccepted(next);
        event('turn_started', next);
      });
    },
    ask(question) {
      const turn = openTurn();
      if (turn === undefined) return;
      const same = turn.state === 'needs_input' && JSON.stringify(turn.question) === JSON.stringify(question);
      if (same || (turn.state === 'needs_input' && question === null)) return;
      events.transaction(() => {
        if (turn.state === 'submitted') deps.onAccepted(patch(turn, { acceptedAt: now() }));
        const next = patch(turn, { state: 'needs_input', question });
        deps.onAsked(next);
        event('needs_input', next);
      });
    },
    resume() {
      const turn = openTurn();
      if (turn?.state === 'needs_input') patch(turn, { state: 'working', question: null });
    },
    end(end) {
      const turn = openTurn();
      if (turn === undefined) return undefined;
      return events.transaction(() => {
        const next = patch(turn, {
          state: end.state,
          question: null,
          reply: end.reply ?? null,
          replySource: end.reply === undefined ? null : (end.replySource ?? null),
          error: end.error ?? null,
          endedAt: now(),
        });
        deps.onEnded(next);
        event(end.state === 'completed' ? 'turn_completed' : 'turn_failed', next);
        return next;
      });
    },
    typedAgain() {
      const turn = openTurn();
      return turn && patch(turn, { attempts: turn.attempts + 1 });
    },
  };
}
