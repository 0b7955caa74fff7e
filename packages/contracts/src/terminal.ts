import { z } from 'zod';
import { Name, ProviderId, TerminalId, Timestamp } from './ids.ts';
import { Question } from './question.ts';
import { TerminalStatus } from './status.ts';

export const TerminalRole = z.enum(['conductor', 'worker']);
export type TerminalRole = z.infer<typeof TerminalRole>;

/** A terminal as the API returns it. The first eight fields keep the names of CAO (Python). */
export const Terminal = z.object({
  id: TerminalId,
  name: Name,
  provider: ProviderId,
  session_name: Name,
  agent_profile: z.string().nullable(),
  /** The effective list: what the profile, the launcher and the parent leave. `["*"]` is unrestricted. */
  allowed_tools: z.array(z.string()),
  status: TerminalStatus,
  last_active: Timestamp,
  role: TerminalRole,
  /** The terminal that created this one; where `send_message` without a receiver goes. */
  caller_id: TerminalId.nullable(),
  working_directory: z.string(),
  created_at: Timestamp,
  /** Since when `status` holds, and why. */
  status_since: Timestamp,
  status_reason: z.string(),
  /** Can take input now. True after a failed turn too, when the agent is back at its prompt. */
  ready: z.boolean(),
  question: Question.nullable(),
  /** Whether the tool list is enforced by the CLI or only asked for in the prompt. */
  tool_restriction: z.enum(['enforced', 'advisory', 'none']),
  /** Of an agent that ended by itself; null as well when a signal ended it. */
  exit_code: z.number().int().nullable(),
  /** How the agent ended; null while it runs. */
  exit_reason: z.string().nullable(),
  pending_messages: z.number().int(),
});
export type Terminal = z.infer<typeof Terminal>;

/** A terminal in a session listing: the row of CAO (Python) with the live fields its clients had to poll for. */
export const TerminalRow = Terminal.extend({ tmux_session: Name, tmux_window: Name });
export type TerminalRow = z.infer<typeof TerminalRow>;

export const EvidenceSource = z.enum(['process', 'signal', 'title', 'screen', 'own']);
export type EvidenceSource = z.infer<typeof EvidenceSource>;

/** One thing that was seen, and what it was taken to mean. */
export const EvidenceRecord = z.object({
  at: Timestamp,
  source: EvidenceSource,
  /** 1 (screen) to 4 (process). */
  strength: z.number().int(),
  /** The rule or event that spoke: `hook Stop`, `screen: permission dialog`. */
  rule: z.string(),
  says: z.string(),
  /** What the belief did with it. */
  effect: z.enum(['decided', 'confirmed', 'outweighed', 'held', 'noted']),
});
export type EvidenceRecord = z.infer<typeof EvidenceRecord>;

/** Why a terminal has the status it has. */
export const Explanation = z.object({
  terminal_id: TerminalId,
  status: TerminalStatus,
  since: Timestamp,
  reason: z.string(),
  ready: z.boolean(),
  phase: z.enum(['starting', 'ready', 'busy', 'waiting', 'exited']),
  question: Question.nullable(),
  decided_by: EvidenceRecord.nullable(),
  /** Weaker or older evidence that disagrees with the status right now. */
  contradictions: z.array(EvidenceRecord),
  /** Newest first. */
  recent: z.array(EvidenceRecord),
  turn: z.object({ id: z.string(), state: z.string(), origin: z.string(), submitted_at: Timestamp }).nullable(),
  /** The bottom of the screen as plain text. */
  screen: z.array(z.string()),
  /** What the sources are worth right now: when each last spoke. */
  sources: z.array(z.object({ name: z.string(), last_at: Timestamp.nullable() })),
});
export type Explanation = z.infer<typeof Explanation>;
