import { z } from 'zod';
import type { AgentFacts, Reported } from '@cao/provider-sdk';

/** What every hook gets on its standard input, and the fields we read of single events. */
const HookPayload = z.looseObject({
  hook_event_name: z.string(),
  session_id: z.string().min(1),
  transcript_path: z.string().min(1).nullish(),
  timestamp: z.string().optional(),
  prompt: z.string().optional(),
  notification_type: z.string().optional(),
  reason: z.string().optional(),
});
type HookPayload = z.infer<typeof HookPayload>;

/** The conversation changes, the program stays. */
const NOT_THE_END = ['clear', 'resume'];

/** Hooks tell which conversation this is, what was asked and that a turn is over. With what, the transcript tells. */
export function readSignal(signal: unknown, facts: AgentFacts): readonly Reported[] {
  const payload = HookPayload.safeParse(signal).data;
  if (payload === undefined) return [];
  const at = Date.parse(payload.timestamp ?? '');
  const common = { rule: `hook ${payload.hook_event_name}`, ...(Number.isNaN(at) ? {} : { at }) };
  switch (payload.hook_event_name) {
    case 'SessionStart':
      return [{ ...sessionOf(payload), ...common }];
    case 'BeforeAgent': {
      const prompt = payload.prompt === undefined ? {} : { prompt: payload.prompt };
      const session = isKnown(payload, facts) ? [] : [{ ...sessionOf(payload), ...common }];
      const busy = { type: 'state' as const, state: 'busy' as const, detail: 'a turn began', ...common };
      // Before it draws anything of a long prompt, the old screen stands for seconds.
      return [...session, { type: 'turn_started', ...prompt, ...common }, busy];
    }
    case 'AfterAgent':
      // Also for failures and interrupts, of which the transcript has told by then, and without a usable text.
      // The working line may stand a while longer; what is typed now waits its turn.
      return [
        { type: 'turn_completed', ...common },
        { type: 'state', state: 'ready', detail: 'the turn is over', ...common },
      ];
    case 'Notification':
      return payload.notification_type === 'ToolPermission' ? [{ type: 'needs_input', ...common }] : [];
    case 'SessionEnd': {
      const { reason } = payload;
      if (reason !== undefined && NOT_THE_END.includes(reason)) return [];
      return [{ type: 'ended', ...(reason === undefined ? {} : { reason }), ...common }];
    }
    default:
      return [];
  }
}

function sessionOf({ session_id: conversationId, transcript_path: path }: HookPayload) {
  return { type: 'session' as const, conversationId, ...(path == null ? {} : { transcriptPath: path }) };
}

function isKnown({ session_id, transcript_path }: HookPayload, facts: AgentFacts): boolean {
  return session_id === facts.conversationId && (transcript_path ?? undefined) === facts.transcriptPath;
}
