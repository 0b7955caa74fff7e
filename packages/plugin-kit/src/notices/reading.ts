import { SessionDetail, Terminal, Turn } from '@cao/contracts';
import type { ReadApi } from '@cao/plugin-sdk';
import { z } from 'zod';

/** Of each record the fields that are used, so that a later server may have others. */
const SeenTurn = Turn.pick({ state: true, question: true, reply: true, error: true });
const SeenTerminal = Terminal.pick({ id: true, agent_profile: true, role: true, status: true, question: true });
const SeenSession = z.object({
  waits: z.array(SessionDetail.shape.waits.element.pick({ terminal_id: true, for: true })),
});

export type SeenTurn = z.infer<typeof SeenTurn>;
export type SeenTerminal = z.infer<typeof SeenTerminal>;
export type SeenSession = z.infer<typeof SeenSession>;

export interface Reading {
  turn(id: string): Promise<SeenTurn | undefined>;
  terminal(id: string): Promise<SeenTerminal | undefined>;
  session(name: string): Promise<SeenSession | undefined>;
}

/** Undefined for what is gone. Rejects when the server cannot be asked: then the event is better tried again. */
export function createReading(api: ReadApi, signal: AbortSignal): Reading {
  async function read<T>(schema: z.ZodType<T>, path: string): Promise<T | undefined> {
    try {
      return schema.parse(await api.get(path, { signal }));
    } catch (error) {
      if ((error as { code?: unknown }).code === 'not_found') return undefined;
      throw error;
    }
  }

  return {
    turn: (id) => read(SeenTurn, `/turns/${encodeURIComponent(id)}`),
    terminal: (id) => read(SeenTerminal, `/terminals/${encodeURIComponent(id)}`),
    session: (name) => read(SeenSession, `/sessions/${encodeURIComponent(name)}`),
  };
}
