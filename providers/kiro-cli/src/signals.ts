import { z } from 'zod';
import type { AgentEvent, AgentFacts, Reported } from '@cao/provider-sdk';
import { sessionFile } from './session-log.ts';

const optional = z.string().optional().catch(undefined);
const Hook = z.looseObject({
  hook_event_name: z.string(),
  session_id: optional,
  prompt: optional,
});
type Hook = z.infer<typeof Hook>;

/**
 * Reads one hook. How a turn ended is left to the session's log, which has the answer and comes in order; only a session without
 * a log (the old interface names none) ends its turns by `stop`.
 */
export function readSignal(signal: unknown, facts: AgentFacts): readonly Reported[] {
  const hook = Hook.safeParse(signal).data;
  if (hook === undefined || isSubAgent(hook, facts)) return [];
  const event = eventOf(hook);
  const session = sessionOf(hook, facts);
  return [...session, ...(event === undefined ? [] : [event])].map((found) => ({
    ...found,
    rule: `hook ${hook.hook_event_name}`,
  }));
}

/** A sub-agent has a session of its own; what it does is not what the terminal does. */
function isSubAgent(hook: Hook, facts: AgentFacts): boolean {
  return (
    hook.session_id !== undefined && facts.conversationId !== undefined && hook.session_id !== facts.conversationId
  );
}

function sessionOf({ session_id: id }: Hook, facts: AgentFacts): AgentEvent[] {
  if (id === undefined || (id === facts.conversationId && facts.transcriptPath !== undefined)) return [];
  const transcriptPath = sessionFile(id, facts);
  return transcriptPath === undefined ? [] : [{ type: 'session', conversationId: id, transcriptPath }];
}

function eventOf(hook: Hook): AgentEvent | undefined {
  switch (hook.hook_event_name) {
    case 'userPromptSubmit':
      return { type: 'turn_started', ...(hook.prompt === undefined ? {} : { prompt: hook.prompt }) };
    case 'stop':
      return hook.session_id === undefined ? { type: 'turn_completed' } : undefined;
    default:
      return undefined;
  }
}
