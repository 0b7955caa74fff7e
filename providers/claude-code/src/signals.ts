import { z } from 'zod';
import type { AgentFacts, Reported } from '@cao/provider-sdk';
import { withoutPasteTags } from './pasted.ts';
import { transcriptTellsEnd } from './transcript.ts';

const Base = z.object({
  session_id: z.string().min(1).optional(),
  transcript_path: z.string().min(1).optional(),
  prompt_id: z.string().optional(),
  /** Present when the event is a sub-agent's. */
  agent_id: z.string().optional(),
});
const Task = z.looseObject({ type: z.string().optional(), description: z.string().optional() });

const Signal = z.discriminatedUnion('hook_event_name', [
  Base.extend({ hook_event_name: z.literal('SessionStart'), source: z.string().optional() }),
  Base.extend({ hook_event_name: z.literal('UserPromptSubmit'), prompt: z.string() }),
  Base.extend({
    hook_event_name: z.literal('Stop'),
    last_assistant_message: z.string().optional(),
    background_tasks: z.array(Task).optional(),
  }),
  Base.extend({
    hook_event_name: z.literal('StopFailure'),
    error: z.string().optional(),
    last_assistant_message: z.string().optional(),
  }),
  Base.extend({ hook_event_name: z.literal('Notification'), notification_type: z.string().optional() }),
  Base.extend({ hook_event_name: z.literal('SessionEnd'), reason: z.string().optional() }),
]);
type Signal = z.infer<typeof Signal>;

/** Notifications that mean: somebody must answer. */
const QUESTIONS = ['permission_prompt', 'elicitation_dialog'];
/** The conversation changes, the program stays. */
const NOT_THE_END = ['clear', 'resume'];
/** Opens the turns Claude Code begins by itself, when something in the background came to an end. */
const OWN_TURN = '<task-notification>';

export function readSignal(signal: unknown, facts: AgentFacts): readonly Reported[] {
  const { data } = Signal.safeParse(signal);
  if (data === undefined || data.agent_id !== undefined) return [];
  const rule = `hook ${data.hook_event_name}`;
  return eventsOf(data, facts).map((event) => ({ ...event, rule }));
}

type Event = Reported extends infer R ? (R extends Reported ? Omit<R, 'rule'> : never) : never;

function eventsOf(signal: Signal, facts: AgentFacts): readonly Event[] {
  switch (signal.hook_event_name) {
    case 'SessionStart':
      return [session(signal)];
    case 'UserPromptSubmit':
      return [...(isKnown(signal, facts) ? [] : [session(signal)]), started(signal)];
    case 'Stop':
      return stopped(signal, facts);
    case 'StopFailure':
      return [{ type: 'turn_failed', error: failure(signal), ...nativeId(signal) }];
    case 'Notification':
      return QUESTIONS.includes(signal.notification_type ?? '') ? [{ type: 'needs_input' }] : [];
    case 'SessionEnd': {
      const { reason } = signal;
      if (reason !== undefined && NOT_THE_END.includes(reason)) return [];
      return [{ type: 'ended', ...(reason === undefined ? {} : { reason }) }];
    }
  }
}

function session({ session_id, transcript_path }: Signal): Event {
  return {
    type: 'session',
    ...(session_id === undefined ? {} : { conversationId: session_id }),
    ...(transcript_path === undefined ? {} : { transcriptPath: transcript_path }),
  };
}

function isKnown({ session_id, transcript_path }: Signal, facts: AgentFacts): boolean {
  return session_id === facts.conversationId && transcript_path === facts.transcriptPath;
}

/** A turn the agent opened itself carries no prompt: what it got is a report of its own task, not anybody's words. */
function started(signal: Extract<Signal, { hook_event_name: 'UserPromptSubmit' }>): Event {
  const own = signal.prompt.trimStart().startsWith(OWN_TURN);
  return { type: 'turn_started', ...(own ? {} : { prompt: withoutPasteTags(signal.prompt) }), ...nativeId(signal) };
}

/**
 * Not the end of the turn by itself: a person's own Stop hook may make the agent go on, and agents in the background bring it
 * back. The transcript tells the end, with the whole answer; this payload has its last block only, and trimmed.
 */
function stopped(signal: Extract<Signal, { hook_event_name: 'Stop' }>, facts: AgentFacts): readonly Event[] {
  // A shell may run for ever (a development server); agents, workflows and tool calls end and then go on with the turn.
  const pending = (signal.background_tasks ?? []).filter((task) => task.type !== 'shell' && task.type !== 'monitor');
  if (pending.length > 0) return [{ type: 'working', detail: `waits for ${pending.map(nameOf).join(', ')}` }];
  if (transcriptTellsEnd(facts)) return [];
  const reply = signal.last_assistant_message;
  return [{ type: 'turn_completed', ...(reply === undefined ? {} : { reply }), ...nativeId(signal) }];
}

function nameOf(task: z.infer<typeof Task>): string {
  return [task.type ?? 'task', task.description].filter((part) => part !== undefined).join(' ');
}

function failure({ error, last_assistant_message }: Extract<Signal, { hook_event_name: 'StopFailure' }>): string {
  return last_assistant_message ?? error ?? 'Claude Code gave no reason';
}

function nativeId({ prompt_id }: Signal): { nativeId?: string } {
  return prompt_id === undefined ? {} : { nativeId: prompt_id };
}
