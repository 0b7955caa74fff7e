import { z } from 'zod';
import type { AgentFacts, Reported } from '@cao/provider-sdk';

/** What our hooks write: the event's name, which Copilot does not tell, and what Copilot does. */
const Signal = z.object({
  event: z.string(),
  payload: z.looseObject({
    sessionId: z.string().min(1).optional(),
    transcriptPath: z.string().min(1).optional(),
    reason: z.string().optional(),
  }),
});

/** The conversation changes, the program stays. */
const NOT_THE_END = ['clear', 'new', 'resume'];

/**
 * Hooks say which conversation this terminal runs, and that the program ends. Turns are read from the events file, in which all
 * that happens stands in order: of two files read side by side, one is late.
 */
export function readSignal(signal: unknown, facts: AgentFacts): readonly Reported[] {
  const { data } = Signal.safeParse(signal);
  if (data === undefined) return [];
  const rule = `hook ${data.event}`;
  const { sessionId, reason } = data.payload;
  if (data.event === 'sessionEnd') {
    if (reason !== undefined && NOT_THE_END.includes(reason)) return [];
    return [{ type: 'ended', ...(reason === undefined ? {} : { reason }), rule }];
  }
  const names = data.event === 'sessionStart' || data.event === 'userPromptSubmitted';
  if (!names || sessionId === undefined || sessionId === facts.conversationId) return [];
  return [{ type: 'session', conversationId: sessionId, rule }];
}
