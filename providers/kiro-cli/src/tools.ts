import { UNRESTRICTED, type ToolWord } from '@cao/contracts';

/** What Kiro calls the tools behind CAO's words, in the names that all its versions understand. Names it does not know are ignored. */
const NATIVE: Readonly<Record<ToolWord, readonly string[]>> = {
  execute_bash: ['execute_bash'],
  fs_read: ['fs_read'],
  fs_write: ['fs_write'],
  fs_list: ['glob', 'grep'],
  web_fetch: ['web_fetch', 'web_search'],
};
const FILE_WORDS = ['fs_read', 'fs_write', 'fs_list'] as const;

/** Tools that touch nothing but the conversation; CAO's `@builtin`. Kiro's own `@builtin` is everything and is never written. */
const INTERNALS = ['introspect', 'thinking', 'todo_list'];
/** What may run without a question where a person is to be asked. */
const HARMLESS: readonly string[] = ['fs_read', 'glob', 'grep', ...INTERNALS];

export interface ToolLists {
  /** What the model can see at all. Kiro refuses everything else. */
  readonly tools: readonly string[];
  /** What runs without a question. */
  readonly allowedTools: readonly string[];
}

/** Tools of an agent file. `servers` are those of CAO and of the profile: naming them there was the permission. */
export function toolLists(
  words: readonly string[],
  options: { readonly servers: readonly string[]; readonly autoApprove: boolean },
): ToolLists {
  const free = words.includes(UNRESTRICTED);
  const tools = free ? [UNRESTRICTED] : [...new Set(words.flatMap(nativeTools))];
  const own = options.servers.map((server) => `@${server}`);
  const visible = free ? own : own.filter((server) => tools.includes(server));
  if (options.autoApprove && !free) return { tools, allowedTools: tools };
  return { tools, allowedTools: [...HARMLESS.filter((tool) => free || tools.includes(tool)), ...visible] };
}

function nativeTools(word: string): readonly string[] {
  if (word.startsWith('@')) return word === '@builtin' ? INTERNALS : [word];
  if (word === 'fs_*') return FILE_WORDS.flatMap((file) => NATIVE[file]);
  return Object.hasOwn(NATIVE, word) ? NATIVE[word as ToolWord] : [];
}
