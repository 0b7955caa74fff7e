import type { TerminalStatus, TurnState } from '@cao/contracts';
import type { Belief } from './belief.ts';

/** What of the last turn matters for the status. */
export interface TurnOutcome {
  readonly state: TurnState;
  readonly error: string | null;
}

export interface StatusView {
  readonly status: TerminalStatus;
  readonly reason: string;
}

/** The public status is a conclusion from the belief and the last turn; the turn alone says `completed`, so it cannot be stale. */
export function statusOf(belief: Belief, lastTurn: TurnOutcome | undefined): StatusView {
  const because = `${belief.decidedBy.says} (${belief.decidedBy.rule})`;
  switch (belief.phase) {
    case 'exited':
      return { status: 'error', reason: belief.decidedBy.says };
    case 'waiting':
      return { status: 'waiting_user_answer', reason: because };
    case 'starting':
      return { status: 'processing', reason: `starting: ${because}` };
    case 'busy':
      if (belief.settling) return readyStatus(because, lastTurn);
      return { status: 'processing', reason: because };
    case 'ready':
      return readyStatus(because, lastTurn);
  }
}

function readyStatus(because: string, turn: TurnOutcome | undefined): StatusView {
  if (turn === undefined) return { status: 'idle', reason: because };
  switch (turn.state) {
    case 'completed':
      return { status: 'completed', reason: because };
    case 'failed':
      return { status: 'error', reason: `the last turn failed: ${turn.error ?? 'no reason given'}` };
    case 'interrupted':
      return { status: 'idle', reason: 'the last turn was interrupted' };
    case 'lost':
      return { status: 'idle', reason: `the last input was not taken: ${turn.error ?? 'no reason given'}` };
    default:
      // Text was typed and nothing has taken it yet; ready would invite a second input on top of it.
      return { status: 'processing', reason: 'input was typed; waiting for the agent to take it' };
  }
}
