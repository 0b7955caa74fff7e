import path from 'node:path';
import { z } from 'zod';
import type { AgentEvent, AgentFacts, FileSource, Reported } from '@cao/provider-sdk';

const optional = z.string().optional().catch(undefined);

/** One line of the signal file; fields that are not as they should be are dropped, not the line. */
const Hook = z.object({
  hook: z.string(),
  at: z.number().optional().catch(undefined),
  session_id: optional,
  transcript_path: optional,
  turn_id: optional,
  prompt: optional,
  tool_name: optional,
  question: optional,
  options: z
    .array(z.object({ key: z.string(), label: z.string() }))
    .optional()
    .catch(undefined),
  last_assistant_message: optional,
  error: optional,
  reason: optional,
});
type Hook = z.infer<typeof Hook>;

const READERS: Readonly<Record<string, (hook: Hook) => AgentEvent>> = {
  SessionStart: (hook) => ({
    type: 'session',
    ...given('conversationId', hook.session_id || undefined),
    ...given('transcriptPath', hook.transcript_path || undefined),
  }),
  UserPromptSubmit: (hook) => ({ type: 'turn_started', ...given('prompt', hook.prompt), ...nativeId(hook) }),
  PreToolUse: (hook) => ({ type: 'working', ...given('detail', hook.tool_name) }),
  PostToolUse: (hook) => ({ type: 'working', ...given('detail', hook.tool_name) }),
  PermissionRequest: (hook) => ({ type: 'needs_input', ...questionOf(hook) }),
  Stop: (hook) => ({ type: 'turn_completed', ...given('reply', hook.last_assistant_message), ...nativeId(hook) }),
  StopFailure: (hook) => ({ type: 'turn_failed', error: hook.error ?? 'unknown error', ...nativeId(hook) }),
  Interrupt: (hook) => ({ type: 'turn_interrupted', ...nativeId(hook) }),
  SessionEnd: (hook) => ({ type: 'ended', ...given('reason', hook.reason) }),
};

export function readSignal(signal: unknown): readonly Reported[] {
  const hook = Hook.safeParse(signal).data;
  const read = hook !== undefined && Object.hasOwn(READERS, hook.hook) ? READERS[hook.hook] : undefined;
  if (hook === undefined || read === undefined) return [];
  return [{ ...read(hook), rule: `hook ${hook.hook}`, ...given('at', hook.at) }];
}

export function readTitle(title: string): readonly Reported[] {
  const sign = /^(◇|✦|✋) mock_cli/.exec(title)?.[1];
  if (sign === undefined) return [];
  const state = sign === '◇' ? 'ready' : sign === '✦' ? 'busy' : 'waiting';
  return [{ type: 'state', state, rule: `title ${sign}` }];
}

const TRANSCRIPT = 'transcript';

/**
 * The transcript is followed only when `MOCK_CLI_FLAGS` asks for it: a mock whose hooks are off shall be known by its screen alone.
 */
export function sources(facts: AgentFacts): readonly FileSource[] {
  if (!/(^|\s)--follow-transcript(\s|$)/.test(facts.env['MOCK_CLI_FLAGS'] ?? '')) return [];
  const home = facts.env['MOCK_CLI_HOME'] ?? path.join(facts.home, '.mock-cli');
  const known = facts.conversationId && path.join(home, 'sessions', `${facts.conversationId}.jsonl`);
  return [{ id: TRANSCRIPT, path: facts.transcriptPath ?? known, format: 'jsonl' }];
}

const Line = z.object({ type: z.string(), turn: optional, text: optional, at: z.number().optional().catch(undefined) });

export function readRecord(sourceId: string, record: unknown): readonly Reported[] {
  const line = sourceId === TRANSCRIPT ? Line.safeParse(record).data : undefined;
  if (line === undefined) return [];
  const event = transcriptEvent(line.type, line.text, given('nativeId', line.turn));
  return event === undefined ? [] : [{ ...event, rule: `transcript ${line.type}`, ...given('at', line.at) }];
}

function transcriptEvent(type: string, text: string | undefined, id: { nativeId?: string }): AgentEvent | undefined {
  if (type === 'user') return { type: 'turn_started', ...given('prompt', text), ...id };
  if (type === 'assistant') return { type: 'turn_completed', ...given('reply', text), ...id };
  if (type === 'error') return { type: 'turn_failed', error: text ?? 'unknown error', ...id };
  return type === 'interrupted' ? { type: 'turn_interrupted', ...id } : undefined;
}

function nativeId(hook: Hook): { nativeId?: string } {
  return given('nativeId', hook.turn_id);
}

function questionOf(hook: Hook): Pick<Extract<AgentEvent, { type: 'needs_input' }>, 'question'> {
  if (hook.question === undefined || hook.options === undefined) return {};
  const kind = hook.options.length === 0 ? 'text' : 'permission';
  return { question: { kind, text: hook.question, options: hook.options, ...given('tool', hook.tool_name) } };
}

/** The property only when there is a value. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };
}
