import type { AgentEvent, Reported } from '@cao/provider-sdk';
import { z } from 'zod';

const optional = z.string().optional().catch(undefined);

/** One line of the signal file: what a hook of the CLI was given. A field that is not as it should be is dropped, not the line. */
const Hook = z.object({
  // Which hook it is. In most CLIs the field is called `hook_event_name`.
  hook: z.string(),
  session_id: optional,
  transcript_path: optional,
  turn_id: optional,
  prompt: optional,
  tool_name: optional,
  last_assistant_message: optional,
  error: optional,
  question: optional,
  options: z
    .array(z.object({ key: z.string(), label: z.string() }))
    .optional()
    .catch(undefined),
});
type Hook = z.infer<typeof Hook>;

/** Hooks by name, and what each tells. Those that are not here tell nothing. */
const READERS: Readonly<Record<string, (hook: Hook) => AgentEvent | undefined>> = {
  SessionStart: (hook) => ({
    type: 'session',
    ...given('conversationId', hook.session_id || undefined),
    ...given('transcriptPath', hook.transcript_path || undefined),
  }),
  UserPromptSubmit: (hook) => ({
    type: 'turn_started',
    ...given('prompt', hook.prompt),
    ...given('nativeId', hook.turn_id),
  }),
  PreToolUse: (hook) => ({ type: 'working', ...given('detail', hook.tool_name) }),
  // Only with its question: of a hook that carries none, nothing is said here. The screen has it a moment later.
  PermissionRequest: (hook) => questionOf(hook),
  // Nothing else carries the answer byte for byte.
  Stop: (hook) => ({
    type: 'turn_completed',
    ...given('reply', hook.last_assistant_message),
    ...given('nativeId', hook.turn_id),
  }),
  StopFailure: (hook) => ({
    type: 'turn_failed',
    error: hook.error ?? 'unknown error',
    ...given('nativeId', hook.turn_id),
  }),
  Interrupt: (hook) => ({ type: 'turn_interrupted', ...given('nativeId', hook.turn_id) }),
  SessionEnd: () => ({ type: 'ended' }),
};

export function readSignal(signal: unknown): readonly Reported[] {
  const hook = Hook.safeParse(signal).data;
  const read = hook !== undefined && Object.hasOwn(READERS, hook.hook) ? READERS[hook.hook] : undefined;
  const event = hook && read?.(hook);
  return event === undefined ? [] : [{ ...event, rule: `hook ${hook?.hook}` }];
}

function questionOf({ question, options, tool_name: tool }: Hook): AgentEvent | undefined {
  if (question === undefined || options === undefined) return undefined;
  const kind = options.length === 0 ? 'text' : 'permission';
  return { type: 'needs_input', question: { kind, text: question, options, ...given('tool', tool) } };
}

/** The property only when there is a value. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };
}
