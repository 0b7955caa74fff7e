import { z } from 'zod';
import type { AgentFacts, Reported } from '@cao/provider-sdk';

/** What every hook gets on its standard input, and the fields we read of single events. */
const HookPayload = z.looseObject({
  hook_event_name: z.string(),
  session_id: z.string().min(1),
  transcript_path: z.string().min(1).nullish(),
  turn_id: z.string().optional(),
  prompt: z.string().optional(),
  last_assistant_message: z.string().nullish(),
  /** Only hooks of a sub-agent carry it; the session is then its parent's, the transcript its own. */
  agent_id: z.string().optional(),
});
type HookPayload = z.infer<typeof HookPayload>;

/**
 * Hooks say which conversation this terminal runs. Turns are read from the rollout, in order and with their true ends: a `Stop`
 * hook fires before other hooks of the same event have decided whether the turn goes on, and two files read side by side could
 * tell of a start after the end. Only a session that keeps no rollout is read from hooks. That a person will be asked is told by
 * a hook alone, up to a second before it is drawn.
 */
export function readSignal(signal: unknown, facts: AgentFacts): readonly Reported[] {
  const payload = HookPayload.safeParse(signal).data;
  if (payload === undefined || payload.agent_id !== undefined) return [];
  return [...sessionOf(payload, facts), ...turnOf(payload), ...questionOf(payload)];
}

function sessionOf(payload: HookPayload, facts: AgentFacts): Reported[] {
  const { session_id: conversationId, transcript_path: path } = payload;
  if (conversationId === facts.conversationId && (path ?? undefined) === facts.transcriptPath) return [];
  const transcript = path == null ? {} : { transcriptPath: path };
  return [{ type: 'session', conversationId, ...transcript, rule: `hook ${payload.hook_event_name}` }];
}

function turnOf(payload: HookPayload): Reported[] {
  if (payload.transcript_path != null) return [];
  const rule = `hook ${payload.hook_event_name}`;
  const nativeId = payload.turn_id === undefined ? {} : { nativeId: payload.turn_id };
  switch (payload.hook_event_name) {
    case 'UserPromptSubmit': {
      const prompt = payload.prompt === undefined ? {} : { prompt: payload.prompt };
      return [{ type: 'turn_started', ...prompt, ...nativeId, rule }];
    }
    case 'Stop': {
      const reply = payload.last_assistant_message == null ? {} : { reply: payload.last_assistant_message };
      return [{ type: 'turn_completed', ...reply, ...nativeId, rule }];
    }
    default:
      return [];
  }
}

function questionOf({ hook_event_name: event }: HookPayload): Reported[] {
  return event === 'PermissionRequest' ? [{ type: 'needs_input', rule: `hook ${event}` }] : [];
}
