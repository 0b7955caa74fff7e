import { join } from 'node:path';
import { z } from 'zod';
import type { AgentFacts, FileSource, ReplyPart, Reported } from '@cao/provider-sdk';
import { apiMessage } from './api-error.ts';
import { geminiFolder } from './home.ts';

const PREFIX = 'transcript:';
/** `tmp/<project>/chats/session-<time>-<start of the id>.jsonl` */
const DEPTH = 2;
const ID_START = 8;

/** The transcript of this terminal's conversation, and of no other. Older versions rewrite one document with a list. */
export function sources(facts: AgentFacts): readonly FileSource[] {
  const { conversationId, transcriptPath } = facts;
  const start = conversationId?.slice(0, ID_START) ?? '';
  const isOurs = conversationId === undefined || transcriptPath?.includes(`-${start}.`) === true;
  if (transcriptPath?.startsWith('/') === true && isOurs) {
    return [{ id: PREFIX + (conversationId ?? transcriptPath), path: transcriptPath, ...formatOf(transcriptPath) }];
  }
  if (!/^[0-9a-f]{8}$/.test(start)) return [];
  const match = new RegExp(`^session-.*-${start}\\.jsonl$`);
  const find = { directory: join(geminiFolder(facts), 'tmp'), depth: DEPTH, match };
  return [{ id: PREFIX + conversationId, find, format: 'jsonl' }];
}

function formatOf(path: string): Pick<FileSource, 'format' | 'list'> {
  return path.endsWith('.jsonl') ? { format: 'jsonl' } : { format: 'json', list: 'messages' };
}

/** Lines of the conversation; others set facts about it or repeat it as a whole. */
const Line = z.looseObject({
  id: z.string().min(1),
  timestamp: z.string().optional(),
  type: z.enum(['user', 'gemini', 'error', 'info']),
  content: z.unknown(),
  toolCalls: z.unknown().optional(),
});
type Line = z.infer<typeof Line>;

const Parts = z.array(z.looseObject({ functionResponse: z.unknown().optional() }));

/** How a turn ended when it did not end well. That it ended well only a hook, the title and the screen tell. */
export function readRecord(sourceId: string, record: unknown, facts: AgentFacts): readonly Reported[] {
  const line = lineOf(sourceId, record, facts);
  if (line === undefined || typeof line.content !== 'string') return [];
  const at = Date.parse(line.timestamp ?? '');
  const common = { rule: `transcript ${line.type}`, ...(Number.isNaN(at) ? {} : { at }) };
  if (line.type === 'info' && line.content === 'Request cancelled.') return [{ type: 'turn_interrupted', ...common }];
  // Others, such as a server that cannot be reached, need not end the turn.
  if (line.type === 'error' && line.content.startsWith('[API Error')) {
    return [{ type: 'turn_failed', error: apiMessage(line.content), ...common }];
  }
  return [];
}

/**
 * The text of one answer of the model. After an interrupt the conversation is written anew with lists in the place of texts:
 * what was said before is no news. A line with calls repeats the text of the one before it.
 */
export function readReplyPart(sourceId: string, record: unknown, facts: AgentFacts): ReplyPart | undefined {
  const line = lineOf(sourceId, record, facts);
  if (line?.type === 'user') return isToolResult(line) ? undefined : { message: line.id, text: '' };
  // What was said before an error is not the answer.
  if (line?.type === 'error') return { message: line.id, text: '' };
  if (line?.type !== 'gemini' || typeof line.content !== 'string') return undefined;
  return line.content === '' || line.toolCalls !== undefined ? undefined : { message: line.id, text: line.content };
}

/** A line written since this start: a resumed conversation begins with what was said before. */
function lineOf(sourceId: string, record: unknown, facts: AgentFacts): Line | undefined {
  if (!sourceId.startsWith(PREFIX)) return undefined;
  const { data } = Line.safeParse(record);
  return data === undefined || Date.parse(data.timestamp ?? '') < facts.launchedAt ? undefined : data;
}

function isToolResult({ content }: Line): boolean {
  const { data } = Parts.safeParse(content);
  return data?.some((part) => part.functionResponse !== undefined) === true;
}
