import { z } from 'zod';
import type { AgentFacts, Reported } from '@cao/provider-sdk';

const Base = z.object({ session: z.string().min(1), message: z.string().optional() });

/** Lines that our plugin writes; see `plugin/signal.ts`. */
const Signal = z.discriminatedUnion('opencode', [
  Base.extend({ opencode: z.literal('turn_started'), prompt: z.string() }),
  Base.extend({ opencode: z.literal('working'), detail: z.string().optional() }),
  Base.extend({ opencode: z.literal('busy') }),
  Base.extend({ opencode: z.literal('asks') }),
  Base.extend({ opencode: z.literal('answered') }),
  Base.extend({ opencode: z.literal('turn_completed'), reply: z.string() }),
  Base.extend({ opencode: z.literal('turn_failed'), error: z.string() }),
  Base.extend({ opencode: z.literal('turn_interrupted') }),
]);
type Signal = z.infer<typeof Signal>;

type Event = Reported extends infer R ? (R extends Reported ? Omit<R, 'rule'> : never) : never;

export function readSignal(signal: unknown, facts: AgentFacts): readonly Reported[] {
  const { data } = Signal.safeParse(signal);
  if (data === undefined) return [];
  const rule = `plugin ${data.opencode}`;
  return [...session(data, facts), eventOf(data)].map((event) => ({ ...event, rule }));
}

/** Sub-agents ask in sessions of their own; the conversation is the one that gets prompts. */
function session(data: Signal, facts: AgentFacts): readonly Event[] {
  if (data.opencode !== 'turn_started' || data.session === facts.conversationId) return [];
  return [{ type: 'session', conversationId: data.session }];
}

function eventOf(data: Signal): Event {
  const nativeId = data.message === undefined ? {} : { nativeId: data.message };
  switch (data.opencode) {
    case 'turn_started':
      return { type: 'turn_started', prompt: data.prompt, ...nativeId };
    case 'working':
      return { type: 'working', ...(data.detail === undefined ? {} : { detail: data.detail }) };
    case 'busy':
      return { type: 'state', state: 'busy' };
    case 'asks':
      return { type: 'needs_input' };
    case 'answered':
      return { type: 'working', detail: 'a question was answered' };
    case 'turn_completed':
      return { type: 'turn_completed', reply: data.reply, ...nativeId };
    case 'turn_failed':
      return { type: 'turn_failed', error: data.error, ...nativeId };
    case 'turn_interrupted':
      return { type: 'turn_interrupted', ...nativeId };
  }
}
