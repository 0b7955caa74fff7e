import { join } from 'node:path';
import { z } from 'zod';
import type { AgentFacts, FileSource, Reported } from '@cao/provider-sdk';
import { isAtLeast, SINCE } from './version.ts';

const PREFIX = 'rollout:';
/** `sessions/<year>/<month>/<day>/rollout-<time>-<id>.jsonl` */
const DEPTH = 3;
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/**
 * The rollout of this terminal's conversation, and of no other: a file is never taken for being the newest, since two agents in
 * one folder look alike. Until a hook or the title names the conversation there is no file yet anyway.
 */
export function sources(facts: AgentFacts): readonly FileSource[] {
  const { transcriptPath, conversationId } = facts;
  const pathId = transcriptPath === undefined ? undefined : ID.exec(transcriptPath.slice(-60))?.[0];
  if (
    transcriptPath !== undefined &&
    (conversationId === undefined || pathId === undefined || pathId === conversationId)
  ) {
    return [{ id: PREFIX + (conversationId ?? pathId ?? ''), path: transcriptPath, format: 'jsonl' }];
  }
  if (conversationId === undefined || !ID.test(conversationId)) return [];
  const match = new RegExp(`^rollout-.*-${conversationId}\\.jsonl$`);
  const directory = join(facts.env['CODEX_HOME'] || join(facts.home, '.codex'), 'sessions');
  return [{ id: PREFIX + conversationId, find: { directory, depth: DEPTH, match }, format: 'jsonl' }];
}

const Item = z.looseObject({ type: z.string(), content: z.array(z.unknown()).optional() });
const Payload = z.looseObject({
  type: z.string(),
  turn_id: z.string().optional(),
  message: z.unknown().optional(),
  last_agent_message: z.string().nullish(),
  error: z.unknown().optional(),
  item: Item.optional().catch(undefined),
});
type Payload = z.infer<typeof Payload>;

const RolloutLine = z.looseObject({ timestamp: z.string().optional(), type: z.literal('event_msg'), payload: Payload });

/** Reads one line of a rollout. What the conversation did before this start of the program is no news. */
export function readRecord(sourceId: string, record: unknown, facts: AgentFacts): readonly Reported[] {
  if (!sourceId.startsWith(PREFIX)) return [];
  const line = RolloutLine.safeParse(record).data;
  if (line === undefined) return [];
  const at = Date.parse(line.timestamp ?? '');
  if (at < facts.launchedAt) return [];
  const base = { rule: `rollout ${line.payload.type}`, ...(Number.isNaN(at) ? {} : { at }) };
  const { turn_id: turnId } = line.payload;
  const turn = turnId === undefined ? base : { ...base, nativeId: turnId };
  switch (line.payload.type) {
    case 'task_started':
      return [{ type: 'working', detail: 'a turn began', ...base }];
    case 'item_completed':
    case 'user_message': {
      const prompt = promptOf(line.payload);
      return prompt === undefined ? [] : [{ type: 'turn_started', prompt, ...turn }];
    }
    case 'task_complete':
      return [endOf(line.payload, facts, base, turn)];
    case 'turn_aborted':
      return [{ type: 'turn_interrupted', ...turn }];
    default:
      return [];
  }
}

function promptOf(payload: Payload): string | undefined {
  if (payload.type === 'user_message') return typeof payload.message === 'string' ? payload.message : undefined;
  if (payload.item?.type !== 'UserMessage') return undefined;
  const texts = z
    .array(z.looseObject({ text: z.string() }).optional().catch(undefined))
    .parse(payload.item.content ?? []);
  return texts.map((part) => part?.text ?? '').join('');
}

interface Base {
  readonly rule: string;
  readonly at?: number;
}

function endOf(payload: Payload, facts: AgentFacts, base: Base, turn: Base & { readonly nativeId?: string }): Reported {
  if (payload.error != null) return { type: 'turn_failed', error: errorText(payload.error), ...turn };
  if (payload.last_agent_message != null) return { type: 'turn_completed', reply: payload.last_agent_message, ...turn };
  if (isAtLeast(facts.version, SINCE.errorInRollout)) return { type: 'turn_completed', ...turn };
  // An old version ends a failed turn like one without an answer; the screen shows which it was.
  return { type: 'state', state: 'ready', detail: 'a turn ended without an answer', ...base };
}

/** The message of an error; an API's answer comes as JSON within it. */
function errorText(error: unknown): string {
  const message = z.looseObject({ message: z.string() }).safeParse(error).data?.message ?? JSON.stringify(error);
  return apiMessage(message) ?? message;
}

/** What an API said in plain words, when `message` is the JSON of its answer. */
export function apiMessage(message: string): string | undefined {
  const Api = z.looseObject({ error: z.looseObject({ message: z.string().min(1) }) });
  try {
    return Api.safeParse(JSON.parse(message)).data?.error.message;
  } catch {
    return undefined;
  }
}
