import { z } from 'zod';
import type { AgentFacts, Reported } from '@cao/provider-sdk';
import { kimiHome, transcriptOf } from './home.ts';
import { isAtLeast, isPython, SINCE } from './version.ts';

/** What every hook gets on its standard input, and the fields we read of single events. */
const HookPayload = z.looseObject({
  hook_event_name: z.string(),
  session_id: z.string().min(1),
  cwd: z.string().optional(),
  error_message: z.string().optional(),
  error_type: z.string().optional(),
});
type HookPayload = z.infer<typeof HookPayload>;

/**
 * Hooks say which conversation this terminal runs, from its first prompt on. Turns are read from the conversation's event stream, in
 * order and with their true ends; only what old versions leave out of it is taken from hooks.
 */
export function readSignal(signal: unknown, facts: AgentFacts): readonly Reported[] {
  const payload = HookPayload.safeParse(signal).data;
  if (payload === undefined) return [];
  return [...sessionOf(payload, facts), ...turnOf(payload, facts)];
}

function sessionOf({ hook_event_name, session_id: conversationId }: HookPayload, facts: AgentFacts): Reported[] {
  if (conversationId === facts.conversationId && facts.transcriptPath !== undefined) return [];
  const transcript = isPython(facts.version)
    ? {}
    : { transcriptPath: transcriptOf(kimiHome(facts), facts.cwd, conversationId) };
  return [{ type: 'session', conversationId, ...transcript, rule: `hook ${hook_event_name}` }];
}

function turnOf(payload: HookPayload, facts: AgentFacts): Reported[] {
  if (isAtLeast(facts.version, SINCE.turnEnded)) return [];
  const rule = `hook ${payload.hook_event_name}`;
  switch (payload.hook_event_name) {
    case 'StopFailure':
      return [{ type: 'turn_failed', error: payload.error_message ?? payload.error_type ?? 'the turn failed', rule }];
    case 'PermissionRequest':
      return [{ type: 'needs_input', rule }];
    default:
      return [];
  }
}
