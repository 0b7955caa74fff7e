import { Job, Message, Terminal, Turn } from '@cao/contracts';
import { apiPath, type ReadRecord } from '@cao/plugin-kit';
import { z } from 'zod';

const id = z.string();

const TurnRecord = Turn.pick({
  origin: true,
  state: true,
  text: true,
  reply: true,
  error: true,
  submitted_at: true,
  ended_at: true,
}).extend({ id, terminal_id: id, sender_id: id });
const JobRecord = Job.pick({ type: true, state: true, agent_profile: true, created_at: true, ended_at: true }).extend({
  id,
  caller_id: id.nullable(),
  turn_id: id.nullable(),
  session_name: id,
});
const MessageRecord = Message.pick({ id: true, created_at: true, delivered_at: true, sender_id: true }).extend({
  receiver_id: id,
  turn_id: id.nullable(),
});
const TerminalRecord = Terminal.pick({ agent_profile: true, provider: true });

export type TurnRecord = z.infer<typeof TurnRecord>;
export type JobRecord = z.infer<typeof JobRecord>;
export type MessageRecord = z.infer<typeof MessageRecord>;
export type TerminalRecord = z.infer<typeof TerminalRecord>;

/** As many of a list as are looked through for one. */
const LOOK_BACK = '100';

/** What is exported, as the server has it. Undefined, or an empty list, for what is gone. */
export interface Records {
  turn(id: string): Promise<TurnRecord | undefined>;
  turnsOf(terminalId: string): Promise<readonly TurnRecord[]>;
  terminal(id: string): Promise<TerminalRecord | undefined>;
  job(id: string): Promise<JobRecord | undefined>;
  jobsOf(session: string): Promise<readonly JobRecord[]>;
  inboxOf(terminalId: string): Promise<readonly MessageRecord[]>;
}

export function createRecords(read: ReadRecord): Records {
  const list = async <T>(schema: z.ZodType<T>, path: string): Promise<readonly T[]> =>
    (await read(z.array(schema), path)) ?? [];
  return {
    turn: (turnId) => read(TurnRecord, apiPath`/turns/${turnId}`),
    turnsOf: (terminal) => list(TurnRecord, apiPath`/turns?terminal_id=${terminal}&limit=${LOOK_BACK}`),
    terminal: (terminalId) => read(TerminalRecord, apiPath`/terminals/${terminalId}`),
    job: (jobId) => read(JobRecord, apiPath`/jobs/${jobId}`),
    jobsOf: (session) => list(JobRecord, apiPath`/jobs?session_name=${session}&limit=${LOOK_BACK}`),
    inboxOf: (terminal) => list(MessageRecord, apiPath`/terminals/${terminal}/inbox/messages?limit=${LOOK_BACK}`),
  };
}
