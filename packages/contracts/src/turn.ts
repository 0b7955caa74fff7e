import { z } from 'zod';
import { TerminalId, Timestamp, TurnId } from './ids.ts';
import { Question } from './question.ts';
import { TurnOrigin, TurnState } from './status.ts';

/** Where a reply was read; from a transcript or a hook it is byte for byte what the model wrote. */
export const ReplySource = z.enum(['signal', 'transcript', 'screen']);
export type ReplySource = z.infer<typeof ReplySource>;

/** One input delivered to an agent and what became of it. */
export const Turn = z.object({
  id: TurnId,
  terminal_id: TerminalId,
  /** Position in the terminal's life, from 1. */
  seq: z.number().int(),
  origin: TurnOrigin,
  /** A terminal id, or a label such as `user`. */
  sender_id: z.string(),
  /** What the sender wrote, without what CAO puts around it on its way to the agent. */
  text: z.string(),
  state: TurnState,
  question: Question.nullable(),
  reply: z.string().nullable(),
  reply_source: ReplySource.nullable(),
  error: z.string().nullable(),
  submitted_at: Timestamp,
  accepted_at: Timestamp.nullable(),
  ended_at: Timestamp.nullable(),
});
export type Turn = z.infer<typeof Turn>;
