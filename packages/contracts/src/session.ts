import { z } from 'zod';
import { JobId, Name, TerminalId, Timestamp } from './ids.ts';
import { SessionStatus } from './status.ts';
import { TerminalRow } from './terminal.ts';

export const SessionRow = z.object({
  id: Name,
  name: Name,
  status: SessionStatus,
  working_directory: z.string(),
  agent_profile: z.string().nullable(),
  created_at: Timestamp,
  terminal_count: z.number().int(),
});
export type SessionRow = z.infer<typeof SessionRow>;

/** Something in a session that cannot go on until something else has happened. */
export const Wait = z.object({
  /** Whom it is about: who waits, or for `inbox` and `nobody` whose work or mail it is. */
  terminal_id: TerminalId,
  /**
   * `worker`: the answer of a handoff. `report`: the message of an assigned worker. `answer`: a person's answer to a question.
   * `inbox`: messages wait until the terminal is free. `nobody`: a worker is at something that nobody waits for any more.
   */
  for: z.enum(['worker', 'report', 'answer', 'inbox', 'nobody']),
  /** The other terminal; null for a person, and while a worker is being made. */
  on: TerminalId.nullable(),
  since: Timestamp,
  /** When the waiting gives up by itself. */
  until: Timestamp.nullable(),
  job_id: JobId.nullable(),
  /** All of it as a sentence. */
  text: z.string(),
  /** The command that helps, when somebody has to do something. */
  hint: z.string().nullable(),
});
export type Wait = z.infer<typeof Wait>;

/** A variable of a session whose name begins so is a label: `CAO_LABEL_GITHUB` is the label `github`. */
export const LABEL_PREFIX = 'CAO_LABEL_';

export const SessionDetail = z.object({
  session: SessionRow,
  terminals: z.array(TerminalRow),
  /** What somebody wrote on the session for people and plugins, with `--env CAO_LABEL_…` at its launch. No secrets. */
  labels: z.record(z.string(), z.string()),
  /** Who waits for whom, longest first. */
  waits: z.array(Wait),
});
export type SessionDetail = z.infer<typeof SessionDetail>;
