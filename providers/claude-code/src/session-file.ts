import { join } from 'node:path';
import { z } from 'zod';
import type { AgentFacts, FileSource, Reported } from '@cao/provider-sdk';
import { configDirectory } from './paths.ts';

export const SESSION_SOURCE = 'session';

const SessionFile = z.object({
  sessionId: z.string().min(1).optional(),
  status: z.string().optional(),
  waitingFor: z.string().optional(),
  startedAt: z.number().optional(),
  statusUpdatedAt: z.number().optional(),
});

/** `shell`: the prompt is back, a command still runs in the background. */
const STATES: Readonly<Record<string, 'ready' | 'busy' | 'waiting'>> = {
  idle: 'ready',
  shell: 'ready',
  busy: 'busy',
  waiting: 'waiting',
};

/** The file in which a running Claude Code says what it does, rewritten as a whole at every change. */
export function sessionFile(facts: AgentFacts): FileSource | undefined {
  if (facts.pid === undefined) return undefined;
  return { id: SESSION_SOURCE, path: join(configDirectory(facts), 'sessions', `${facts.pid}.json`), format: 'json' };
}

export function readSessionFile(record: unknown, facts: AgentFacts): readonly Reported[] {
  const { data } = SessionFile.safeParse(record);
  if (data === undefined) return [];
  const events: Reported[] = [];
  if (data.sessionId !== undefined && data.sessionId !== facts.conversationId) {
    events.push({ type: 'session', conversationId: data.sessionId, rule: 'session file' });
  }
  const state = Object.hasOwn(STATES, data.status ?? '') ? STATES[data.status ?? ''] : undefined;
  if (state !== undefined && !isFirst(data)) {
    events.push({ type: 'state', state, ...details(data), rule: `session file ${data.status}` });
  }
  return events;
}

function details(data: z.infer<typeof SessionFile>): { detail?: string; at?: number } {
  return {
    ...(data.waitingFor === undefined ? {} : { detail: `waits: ${data.waitingFor}` }),
    ...(data.statusUpdatedAt === undefined ? {} : { at: data.statusUpdatedAt }),
  };
}

/**
 * The idle it begins with, stamped before the session itself. It says nothing about dialogs that open over the prompt in the
 * first moments, nor about tools that are still connecting; the screen says when the program is up.
 */
function isFirst({ status, startedAt, statusUpdatedAt }: z.infer<typeof SessionFile>): boolean {
  if (status !== 'idle' || startedAt === undefined || statusUpdatedAt === undefined) return false;
  return statusUpdatedAt <= startedAt;
}
