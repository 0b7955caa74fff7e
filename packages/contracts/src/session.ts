import { z } from 'zod';
import { Name, Timestamp } from './ids.ts';
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

export const SessionDetail = z.object({ session: SessionRow, terminals: z.array(TerminalRow) });
export type SessionDetail = z.infer<typeof SessionDetail>;
