import { join } from 'node:path';
import { z } from 'zod';
import type { AgentFacts, FileSource, ReplyPart, Reported } from '@cao/provider-sdk';
import { configDirectory } from './paths.ts';

const PREFIX = 'events:';

/** The file in which Copilot writes down what happens in a conversation, line by line. */
export function sources(facts: AgentFacts): readonly FileSource[] {
  const { conversationId } = facts;
  if (conversationId === undefined || !/^[\w-]+$/.test(conversationId)) return [];
  const path = join(configDirectory(facts), 'session-state', conversationId, 'events.jsonl');
  return [{ id: PREFIX + conversationId, path, format: 'jsonl' }];
}

const text = z.string().optional().catch(undefined);
const Input = z.looseObject({ notificationType: text, notification_type: text }).optional().catch(undefined);

const Line = z.looseObject({
  type: z.string(),
  timestamp: text,
  /** Only what a sub-agent does carries it. */
  agentId: text,
  data: z.looseObject({
    content: text,
    messageId: text,
    interactionId: text,
    apiCallId: text,
    chunkIndex: z.number().optional().catch(undefined),
    delivery: text,
    source: text,
    isAutopilotContinuation: z.boolean().optional().catch(undefined),
    message: text,
    toolName: text,
    hookType: text,
    input: Input,
    output: z.looseObject({ decision: text }).nullish().catch(undefined),
    result: z.looseObject({ kind: text }).optional().catch(undefined),
    parentToolCallId: text,
  }),
});
type Line = z.infer<typeof Line>;

/** Notifications that mean: somebody must answer. */
const QUESTIONS = ['permission_prompt', 'elicitation_dialog'];

/**
 * Reads one line. A turn ends with the record of its `agentStop` hook: `assistant.turn_end` stands behind every answer of the
 * model, also behind one that calls tools, and an answer without tools may still be sent back by a hook of the person.
 */
export function readRecord(sourceId: string, record: unknown, facts: AgentFacts): readonly Reported[] {
  const line = sourceId.startsWith(PREFIX) ? lineOf(record, facts) : undefined;
  if (line === undefined) return [];
  const { data } = line;
  const at = timeOf(line);
  const base = { rule: `events ${line.type}`, ...(at === undefined ? {} : { at }) };
  switch (line.type) {
    case 'user.message':
      return [{ ...started(line), ...base }];
    case 'tool.execution_start':
      return [{ type: 'working', detail: data.toolName ?? 'a tool', ...base }];
    case 'permission.completed':
      // A refusal that ends the turn is written down behind that end.
      if (!data.result?.kind?.startsWith('approved')) return [];
      return [{ type: 'working', detail: 'a question was answered', ...base }];
    case 'hook.start': {
      const kind = data.input?.notificationType ?? data.input?.notification_type ?? '';
      const asks = data.hookType === 'notification' && QUESTIONS.includes(kind);
      return asks ? [{ type: 'needs_input', ...base, rule: `events ${kind}` }] : [];
    }
    case 'hook.end':
      if (data.hookType !== 'agentStop') return [];
      if (data.output?.decision === 'block') return [{ type: 'working', detail: 'a hook sent it back', ...base }];
      return over({ type: 'turn_completed', ...base, rule: 'events agentStop' });
    case 'session.error':
      return over({ type: 'turn_failed', error: data.message ?? 'Copilot gave no reason', ...base });
    case 'abort':
      return over({ type: 'turn_interrupted', ...base });
    default:
      return [];
  }
}

/** The screen goes on saying that the agent works for up to a second; what is typed meanwhile begins a turn of its own. */
function over(end: Reported): readonly Reported[] {
  const { rule, at } = end;
  return [
    end,
    { type: 'state', state: 'ready', detail: 'the turn is over', rule, ...(at === undefined ? {} : { at }) },
  ];
}

/** The text of one answer. A prompt begins a new answer, and so does every message that has text. */
export function readReplyPart(sourceId: string, record: unknown, facts: AgentFacts): ReplyPart | undefined {
  const line = sourceId.startsWith(PREFIX) ? lineOf(record, facts) : undefined;
  if (line === undefined) return undefined;
  const { content = '', messageId, apiCallId, chunkIndex, interactionId } = line.data;
  if (line.type === 'user.message') return { message: messageId ?? interactionId ?? 'prompt', text: '' };
  if (line.type !== 'assistant.message' || content === '') return undefined;
  const message = chunkIndex === undefined ? messageId : (apiCallId ?? messageId);
  return message === undefined ? undefined : { message, text: content };
}

type Started = { type: 'turn_started'; prompt?: string; nativeId?: string } | { type: 'working'; detail: string };

/** What Copilot tells itself, or takes into the turn that runs, is nobody's prompt. */
function started({ data }: Line): Started {
  const { content, interactionId, delivery, source, isAutopilotContinuation } = data;
  const own = isAutopilotContinuation === true || (source !== undefined && source !== 'user');
  if (own || delivery === 'steering') return { type: 'working', detail: 'took a message into the turn' };
  return {
    type: 'turn_started',
    ...(content === undefined ? {} : { prompt: content }),
    ...(interactionId === undefined ? {} : { nativeId: interactionId }),
  };
}

/** A line of the agent itself, written since this start: a resumed conversation begins with what was said before. */
function lineOf(record: unknown, facts: AgentFacts): Line | undefined {
  const { data } = Line.safeParse(record);
  if (data === undefined || data.agentId !== undefined || data.data.parentToolCallId !== undefined) return undefined;
  const at = timeOf(data);
  return at !== undefined && at < facts.launchedAt ? undefined : data;
}

function timeOf({ timestamp }: Line): number | undefined {
  const at = Date.parse(timestamp ?? '');
  return Number.isNaN(at) ? undefined : at;
}
