/** One conversation as a request carries it, in the same shape for every wire format. */
export interface Conversation {
  readonly system: string;
  readonly items: readonly ConversationItem[];
  readonly tools: readonly OfferedTool[];
  /** Tools the client names without their schemas: the model has to look them up before it calls them. */
  readonly deferred: readonly string[];
  /** JSON schema the answer has to follow. */
  readonly schema: unknown;
}

export type ConversationItem =
  | { readonly kind: 'prompt'; readonly text: string }
  | { readonly kind: 'reply'; readonly text: string }
  | { readonly kind: 'call'; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly kind: 'result'; readonly id: string; readonly text: string; readonly error: boolean };

export interface OfferedTool {
  readonly name: string;
  /** Codex groups the tools of an MCP server; a call names the group beside the bare name. */
  readonly namespace?: string;
  /** Takes text instead of JSON. */
  readonly freeform?: boolean;
  /** Names of its arguments, where the wire format is read that far. */
  readonly takes?: readonly string[];
}

/** One finished tool call of the present turn. */
export interface Round {
  readonly name: string;
  readonly input: unknown;
  readonly text: string;
  readonly error: boolean;
}

/** What people and other agents wrote, oldest first. */
export function prompts(conversation: Conversation): readonly string[] {
  return conversation.items.flatMap((item) => (item.kind === 'prompt' ? [item.text] : []));
}

/** Calls made and answered since the last prompt, in the order of the calls. */
export function finishedCalls(conversation: Conversation): readonly Round[] {
  const start = conversation.items.findLastIndex((item) => item.kind === 'prompt');
  const items = conversation.items.slice(start + 1);
  const results = new Map(items.flatMap((item) => (item.kind === 'result' ? [[item.id, item] as const] : [])));
  return items.flatMap((item) => {
    const result = item.kind === 'call' ? results.get(item.id) : undefined;
    return item.kind === 'call' && result !== undefined
      ? [{ name: item.name, input: item.input, text: result.text, error: result.error }]
      : [];
  });
}

/** Texts that agent CLIs put into the user's place by themselves. They are context, never a prompt. */
const NOTES = [
  /^<environment_context>/,
  /^<user_instructions>/,
  /^<permissions instructions>/,
  /^<skills_instructions>/,
  /^<turn_aborted>/,
  /^<(local-command|command-)/,
  /^# AGENTS\.md instructions/,
  /^\[Request interrupted by user/,
  /^Tool loaded\.$/,
  /^<session_context>/,
];

/** The prompt in a text of the user, or undefined when the CLI wrote all of it. */
export function promptIn(text: string): string | undefined {
  const own = text
    .replaceAll(/<system-reminder>.*?<\/system-reminder>\s*/gs, '')
    // Copilot CLI dates every prompt.
    .replace(/^<current_datetime>[^<]*<\/current_datetime>\s*/, '')
    // Some of its versions add the state of their tables behind it.
    .replace(/\s*<system_reminder>.*?<\/system_reminder>\s*$/s, '')
    // Claude Code marks longer pastes for the model.
    .replaceAll(/\n*<pasted_content id="\w+">\n(.*?)\n<\/pasted_content id="\w+">\n?/gs, '$1');
  if (own.trim() === '' || NOTES.some((note) => note.test(own.trimStart()))) return undefined;
  return own;
}
