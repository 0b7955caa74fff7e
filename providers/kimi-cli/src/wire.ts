import { z } from 'zod';
import type { AgentFacts, FileSource, Reported } from '@cao/provider-sdk';
import { kimiHome, transcriptOf } from './home.ts';
import { isAtLeast, isPython, SINCE } from './version.ts';

const PREFIX = 'wire:';

/** The event stream of this terminal's conversation, once a hook or the launch named it. */
export function sources(facts: AgentFacts): readonly FileSource[] {
  const { conversationId } = facts;
  if (conversationId === undefined || !/^[\w-]+$/.test(conversationId) || isPython(facts.version)) return [];
  const path = transcriptOf(kimiHome(facts), facts.cwd, conversationId);
  return [{ id: PREFIX + conversationId, path, format: 'jsonl' }];
}

const Text = z.looseObject({ type: z.literal('text'), text: z.string() });
const LoopEvent = z.looseObject({
  type: z.string(),
  turnId: z.union([z.string(), z.number()]).optional(),
  stepUuid: z.string().optional(),
  finishReason: z.string().optional(),
  part: z.unknown().optional(),
});
const WireRecord = z.looseObject({
  type: z.string(),
  time: z.number(),
  turnId: z.union([z.string(), z.number()]).optional(),
  input: z.array(z.unknown()).optional(),
  event: LoopEvent.optional().catch(undefined),
  reason: z.string().optional(),
  error: z.looseObject({ message: z.string().optional() }).optional().catch(undefined),
  errorMessage: z.string().optional(),
});
type WireRecord = z.infer<typeof WireRecord>;

/** Reads one record. What the conversation did before this start of the program is no news. */
export function readRecord(sourceId: string, value: unknown, facts: AgentFacts): readonly Reported[] {
  const record = newsIn(sourceId, value, facts);
  if (record === undefined) return [];
  const common = { rule: `wire ${record.type}`, at: record.time };
  const turn = { ...common, ...(record.turnId === undefined ? {} : { nativeId: String(record.turnId) }) };
  switch (record.type) {
    case 'turn.prompt':
      return [{ type: 'turn_started', prompt: promptOf(record), ...turn }];
    case 'interaction.request':
      return [{ type: 'needs_input', ...common }];
    case 'interaction.resolved':
      return [{ type: 'working', detail: 'a question was answered', ...common }];
    case 'turn.step.retrying':
      return [{ type: 'working', detail: `tries again after ${record.errorMessage ?? 'an error'}`, ...common }];
    case 'turn.ended':
      return [endOf(record, turn)];
    default:
      return isAtLeast(facts.version, SINCE.turnEnded) ? [] : oldEnd(record, common);
  }
}

/** The text of one step, byte for byte; the last step that says something is the answer. */
export function readReplyPart(
  sourceId: string,
  value: unknown,
  facts: AgentFacts,
): { readonly message: string; readonly text: string } | undefined {
  const record = newsIn(sourceId, value, facts);
  // A new prompt begins with nothing said.
  if (record?.type === 'turn.prompt') return { message: `prompt ${record.time}`, text: '' };
  const event = record?.type === 'context.append_loop_event' ? record.event : undefined;
  const part = event?.type === 'content.part' ? Text.safeParse(event.part).data : undefined;
  return part && { message: event?.stepUuid ?? '', text: part.text };
}

function newsIn(sourceId: string, value: unknown, facts: AgentFacts): WireRecord | undefined {
  const record = sourceId.startsWith(PREFIX) ? WireRecord.safeParse(value).data : undefined;
  return record !== undefined && record.time >= facts.launchedAt ? record : undefined;
}

function promptOf({ input = [] }: WireRecord): string {
  return input.map((part) => Text.safeParse(part).data?.text ?? '').join('');
}

function endOf({ reason, error }: WireRecord, common: { rule: string; at: number; nativeId?: string }): Reported {
  if (reason === 'completed') return { type: 'turn_completed', ...common };
  if (reason === 'cancelled') return { type: 'turn_interrupted', ...common };
  return { type: 'turn_failed', error: error?.message ?? reason ?? 'the turn failed', ...common };
}

/** Old versions do not write that a turn ended: its last step does, unless a tool comes next. */
function oldEnd({ type, event }: WireRecord, common: { rule: string; at: number }): readonly Reported[] {
  if (type === 'turn.cancel') return [{ type: 'turn_interrupted', ...common }];
  if (type === 'permission.record_approval_result')
    return [{ type: 'working', detail: 'a question was answered', ...common }];
  if (event?.type !== 'step.end' || event.finishReason === undefined) return [];
  if (['tool_use', 'error'].includes(event.finishReason)) return [];
  return [{ type: 'turn_completed', ...common, rule: 'wire step.end' }];
}
