import { posix } from 'node:path';
import { z } from 'zod';
import type { AgentFacts, FileSource, Reported } from '@cao/provider-sdk';
import { kiroHome } from './paths.ts';

const LOG = 'session';

/** The log of a session; undefined for an id that is no file name. */
export function sessionFile(id: string, facts: AgentFacts): string | undefined {
  return /^[\w-]{1,80}$/.test(id) ? posix.join(kiroHome(facts), 'sessions', 'cli', `${id}.jsonl`) : undefined;
}

/** Followed only once a hook has named the session: the newest log may be another terminal's. */
export function sources(facts: AgentFacts): readonly FileSource[] {
  const { conversationId, transcriptPath } = facts;
  const path = transcriptPath ?? (conversationId === undefined ? undefined : sessionFile(conversationId, facts));
  return path === undefined ? [] : [{ id: LOG, path, format: 'jsonl' }];
}

const Block = z.looseObject({ kind: z.string(), data: z.unknown() });
const ToolUse = z.looseObject({ name: z.string() });
const Line = z.looseObject({
  kind: z.enum(['Prompt', 'AssistantMessage', 'ToolResults']),
  data: z.looseObject({ message_id: z.string().optional().catch(undefined), content: z.array(Block) }),
});
type Line = z.infer<typeof Line>;

/** Written in the model's name when a turn is cancelled, at times only with the next prompt. It says nothing about that one. */
const CANCELLED =
  /^(?:Response was interrupted by the user|Tool uses were interrupted, waiting for the next user prompt)\.?$/;

/**
 * Reads one line of the log. A message of the model without a tool call ends the turn. The prompt was told by its hook already,
 * and a second telling could open a turn of its own.
 */
export function readRecord(sourceId: string, record: unknown): readonly Reported[] {
  const line = sourceId === LOG ? Line.safeParse(record).data : undefined;
  if (line === undefined) return [];
  const rule = `session log ${line.kind}`;
  if (line.kind !== 'AssistantMessage') return [{ type: 'working', detail: WORDS[line.kind], rule }];
  const tool = line.data.content.find(({ kind }) => kind === 'toolUse');
  if (tool !== undefined)
    return [{ type: 'working', detail: ToolUse.safeParse(tool.data).data?.name ?? 'a tool', rule }];
  const reply = textOf(line);
  if (CANCELLED.test(reply)) return [];
  const { message_id: id } = line.data;
  return [
    { type: 'turn_completed', ...(reply === '' ? {} : { reply }), ...(id === undefined ? {} : { nativeId: id }), rule },
  ];
}

const WORDS = { Prompt: 'the prompt was taken', ToolResults: 'a tool has run' } as const;

function textOf({ data }: Line): string {
  return data.content.map(({ kind, data: text }) => (kind === 'text' && typeof text === 'string' ? text : '')).join('');
}
