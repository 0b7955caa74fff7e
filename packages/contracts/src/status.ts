import { z } from 'zod';

/** What a terminal's agent is doing. `unknown` only before the first evidence. */
export const TerminalStatus = z.enum(['unknown', 'idle', 'processing', 'completed', 'waiting_user_answer', 'error']);
export type TerminalStatus = z.infer<typeof TerminalStatus>;

/** Outside states of a message; the finer inside states live in `state`. */
export const MessageStatus = z.enum(['pending', 'delivered', 'failed']);
export type MessageStatus = z.infer<typeof MessageStatus>;

export const OrchestrationType = z.enum(['send_message', 'handoff', 'assign']);
export type OrchestrationType = z.infer<typeof OrchestrationType>;

/**
 * The life of a turn. `submitted`: text is on its way to the program. `accepted`: there is evidence that the agent took it.
 * `lost`: the agent never took it, or died with it.
 */
export const TurnState = z.enum([
  'submitted',
  'accepted',
  'working',
  'needs_input',
  'completed',
  'failed',
  'interrupted',
  'lost',
]);
export type TurnState = z.infer<typeof TurnState>;

/** Who opened a turn. `terminal`: somebody typed into the terminal itself. `agent`: the CLI started it on its own. */
export const TurnOrigin = z.enum(['user', 'send_message', 'handoff', 'assign', 'terminal', 'agent']);
export type TurnOrigin = z.infer<typeof TurnOrigin>;

export const JobState = z.enum([
  'queued',
  'starting',
  'running',
  'needs_input',
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
]);
export type JobState = z.infer<typeof JobState>;

/** `active` while somebody is attached to one of its terminals. */
export const SessionStatus = z.enum(['active', 'detached']);
export type SessionStatus = z.infer<typeof SessionStatus>;

/** A status in which a terminal can take input now. */
export function isReady(status: TerminalStatus): boolean {
  return status === 'idle' || status === 'completed';
}

export function isTurnOpen(state: TurnState): boolean {
  return state === 'submitted' || state === 'accepted' || state === 'working' || state === 'needs_input';
}

export function isJobOpen(state: JobState): boolean {
  return state === 'queued' || state === 'starting' || state === 'running' || state === 'needs_input';
}
