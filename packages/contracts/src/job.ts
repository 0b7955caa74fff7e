import { z } from 'zod';
import { ErrorCode } from './errors.ts';
import { JobId, ProviderId, TerminalId, Timestamp, TurnId } from './ids.ts';
import { Question } from './question.ts';
import { JobState } from './status.ts';

/** A delegation run by the engine: it survives restarts and always ends. */
export const Job = z.object({
  id: JobId,
  type: z.enum(['handoff', 'assign']),
  state: JobState,
  /** The terminal that delegated; null for a job started over HTTP by a person. */
  caller_id: TerminalId.nullable(),
  session_name: z.string(),
  agent_profile: z.string(),
  provider: ProviderId,
  message: z.string(),
  working_directory: z.string(),
  terminal_id: TerminalId.nullable(),
  turn_id: TurnId.nullable(),
  /** Seconds; the deadline runs from `started_at`. */
  timeout: z.number().int(),
  output: z.string().nullable(),
  error: z.object({ code: ErrorCode, message: z.string() }).nullable(),
  question: Question.nullable(),
  created_at: Timestamp,
  started_at: Timestamp.nullable(),
  ended_at: Timestamp.nullable(),
});
export type Job = z.infer<typeof Job>;

/** Seconds. */
export const HANDOFF_TIMEOUT = { default: 600, max: 3600 } as const;
