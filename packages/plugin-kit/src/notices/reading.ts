import { Job, SessionDetail, Terminal, Turn } from '@cao/contracts';
import type { ReadApi } from '@cao/plugin-sdk';
import { z } from 'zod';
import { apiPath, createReader } from '../reader.ts';

/** Of each record the fields that are used, so that a later server may have others. */
const SeenTurn = Turn.pick({ state: true, question: true, reply: true, error: true });
const SeenTerminal = Terminal.pick({ id: true, agent_profile: true, role: true, status: true, question: true });
const SeenJob = Job.pick({ agent_profile: true, output: true });
const SeenSession = z.object({
  waits: z.array(SessionDetail.shape.waits.element.pick({ terminal_id: true, for: true })),
});

export type SeenTurn = z.infer<typeof SeenTurn>;
export type SeenTerminal = z.infer<typeof SeenTerminal>;
export type SeenJob = z.infer<typeof SeenJob>;
export type SeenSession = z.infer<typeof SeenSession>;

export interface Reading {
  turn(id: string): Promise<SeenTurn | undefined>;
  terminal(id: string): Promise<SeenTerminal | undefined>;
  job(id: string): Promise<SeenJob | undefined>;
  session(name: string): Promise<SeenSession | undefined>;
}

export function createReading(api: ReadApi, signal: AbortSignal): Reading {
  const read = createReader(api, signal);
  return {
    turn: (id) => read(SeenTurn, apiPath`/turns/${id}`),
    terminal: (id) => read(SeenTerminal, apiPath`/terminals/${id}`),
    job: (id) => read(SeenJob, apiPath`/jobs/${id}`),
    session: (name) => read(SeenSession, apiPath`/sessions/${name}`),
  };
}
