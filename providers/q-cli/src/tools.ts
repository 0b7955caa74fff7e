import { UNRESTRICTED, type ToolWord } from '@cao/contracts';

/** What Q calls the tools behind CAO's words. It lists folders with the tool that reads files, and has none for the web. */
const NATIVE: Readonly<Record<ToolWord, readonly string[]>> = {
  execute_bash: ['execute_bash'],
  fs_read: ['fs_read'],
  fs_write: ['fs_write'],
  fs_list: [],
  web_fetch: [],
};
const FILE_WORDS = ['fs_read', 'fs_write', 'fs_list'] as const;

/** Tools that touch nothing but the conversation; CAO's `@builtin`. */
const INTERNALS = ['introspect', 'thinking', 'todo_list'];
/** What may run without a question where a person is to be asked. */
const HARMLESS: readonly string[] = ['fs_read', ...INTERNALS];

export interface ToolLists {
  /** What the model can see at all. Q refuses everything else. */
  readonly tools: readonly string[];
  /** What runs without a question. */
  readonly allowedTools: readonly string[];
  /** Words that stand for nothing in Q. */
  readonly missing: readonly string[];
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
  const listsOnly = words.includes('fs_list') && !tools.includes('fs_read');
  const missing = free ? [] : [...(listsOnly ? ['fs_list'] : []), ...words.filter((word) => word === 'web_fetch')];
  if (options.autoApprove && !free) return { tools, allowedTools: tools, missing };
  const harmless = HARMLESS.filter((tool) => free || tools.includes(tool));
  return { tools, allowedTools: [...harmless, ...visible], missing };
}

function nativeTools(word: string): readonly string[] {
  if (word.startsWith('@')) return word === '@builtin' ? INTERNALS : [word];
  if (word === 'fs_*') return FILE_WORDS.flatMap((file) => NATIVE[file]);
  return Object.hasOwn(NATIVE, word) ? NATIVE[word as ToolWord] : [];
}
