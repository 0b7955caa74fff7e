import { join } from 'node:path';
import { z } from 'zod';
import type { AgentFacts, FileSource, Reported } from '@cao/provider-sdk';
import { configDirectory } from './paths.ts';
import { isBefore } from './version.ts';

export const TRANSCRIPT_SOURCE = 'transcript';

const Block = z.looseObject({ type: z.string(), text: z.string().optional() });

/** What we read of a line; everything else in it is Claude Code's own business. */
const Line = z.object({
  type: z.string(),
  subtype: z.string().optional(),
  isSidechain: z.boolean().optional(),
  isMeta: z.boolean().optional(),
  isApiErrorMessage: z.boolean().optional(),
  promptId: z.string().optional(),
  uuid: z.string().optional(),
  timestamp: z.string().optional(),
  message: z
    .object({ id: z.string().optional(), content: z.union([z.string(), z.array(Block)]), model: z.string().optional() })
    .optional(),
  pendingBackgroundAgentCount: z.number().optional(),
  pendingWorkflowCount: z.number().optional(),
});
type Line = z.infer<typeof Line>;

const OLDEST_IN_ORDER = '2.1.197';

const INTERRUPTED = ['[Request interrupted by user]', '[Request interrupted by user for tool use]'];
/** Stands for the model where Claude Code itself wrote an assistant's message, such as an error. */
const SYNTHETIC = '<synthetic>';

/** The conversation's own record, one JSON line each; named by a hook, else found by the conversation's id. */
export function transcriptFile(facts: AgentFacts): FileSource | undefined {
  const { conversationId, transcriptPath } = facts;
  const name = conversationId === undefined ? undefined : `${conversationId}.jsonl`;
  if (transcriptPath?.startsWith('/') && (name === undefined || transcriptPath.endsWith(`/${name}`))) {
    return { id: TRANSCRIPT_SOURCE, path: transcriptPath, format: 'jsonl' };
  }
  if (name === undefined || !/^[\w-]+\.jsonl$/.test(name)) return undefined;
  const directory = join(configDirectory(facts), 'projects');
  const match = new RegExp(`^${name.replace('.', '\\.')}$`);
  return { id: TRANSCRIPT_SOURCE, find: { directory, depth: 1, match }, format: 'jsonl' };
}

/**
 * How a turn ended. Claude Code writes `turn_duration` once per completed turn, also when hooks are switched off, and not when
 * a Stop hook made the agent go on; a turn that waits for agents in the background says so in it.
 */
export function readTranscript(record: unknown, facts: AgentFacts): readonly Reported[] {
  const line = lineOf(record, facts);
  if (line === undefined) return [];
  const at = timeOf(line);
  const base = at === undefined ? {} : { at };
  if (line.type === 'system' && line.subtype === 'turn_duration') {
    if (!transcriptTellsEnd(facts)) return [];
    const pending = (line.pendingBackgroundAgentCount ?? 0) + (line.pendingWorkflowCount ?? 0);
    if (pending > 0) return [];
    return [{ type: 'turn_completed', ...base, rule: 'transcript turn_duration' }];
  }
  if (isInterruption(line)) return [{ type: 'turn_interrupted', ...base, rule: 'transcript interruption' }];
  return [];
}

/** True when the record that ends a turn stands behind the answer; older versions may write a session's first answer after it. */
export function transcriptTellsEnd({ version }: AgentFacts): boolean {
  return !isBefore(version, OLDEST_IN_ORDER);
}

/** The text of one block of an answer. A prompt begins a new answer, and so does every message that has text. */
export function readReplyPart(record: unknown, facts: AgentFacts): { message: string; text: string } | undefined {
  const line = lineOf(record, facts);
  if (line?.message === undefined) return undefined;
  if (line.type === 'user' && isPrompt(line)) return { message: line.uuid ?? '', text: '' };
  const { id, content, model } = line.message;
  if (line.type !== 'assistant' || id === undefined || model === SYNTHETIC || line.isApiErrorMessage) return undefined;
  if (typeof content === 'string') return { message: id, text: content };
  const text = content.filter((block) => block.type === 'text').map((block) => block.text ?? '');
  return text.length === 0 ? undefined : { message: id, text: text.join('') };
}

/** A line of the main conversation, written since this start: a resumed conversation begins with what was said before. */
function lineOf(record: unknown, facts: AgentFacts): Line | undefined {
  const { data } = Line.safeParse(record);
  if (data === undefined || data.isSidechain === true) return undefined;
  const at = timeOf(data);
  return at !== undefined && at < facts.launchedAt ? undefined : data;
}

function timeOf(line: Line): number | undefined {
  const at = Date.parse(line.timestamp ?? '');
  return Number.isNaN(at) ? undefined : at;
}

function isPrompt({ message, isMeta }: Line): boolean {
  if (isMeta === true || message === undefined) return false;
  return typeof message.content === 'string' || message.content.every((block) => block.type !== 'tool_result');
}

/** A person's own prompt is a string or carries its origin; this one is a single block that nobody typed. */
function isInterruption({ type, message }: Line): boolean {
  if (type !== 'user' || message === undefined || typeof message.content === 'string') return false;
  const [block, ...more] = message.content;
  return more.length === 0 && block?.type === 'text' && INTERRUPTED.includes(block.text ?? '');
}
