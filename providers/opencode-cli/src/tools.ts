import { UNRESTRICTED, type ToolWord } from '@cao/contracts';

/** Native tools of OpenCode by what they let an agent do, and the names under which their permission is set. */
const NATIVE: Readonly<
  Record<ToolWord, { readonly tools: readonly string[]; readonly permissions: readonly string[] }>
> = {
  // What runs tools of its own is held to the same rules by our plugin; `batch` runs them where no plugin sees it.
  execute_bash: { tools: ['bash', 'batch', 'task'], permissions: ['bash', 'batch', 'task'] },
  fs_read: { tools: ['read', 'lsp'], permissions: ['read', 'lsp'] },
  fs_write: { tools: ['edit', 'write', 'multiedit', 'patch', 'apply_patch'], permissions: ['edit'] },
  fs_list: { tools: ['glob', 'grep', 'list'], permissions: ['glob', 'grep', 'list'] },
  web_fetch: {
    tools: ['webfetch', 'websearch', 'codesearch'],
    permissions: ['webfetch', 'websearch', 'codesearch'],
  },
};

const FILE_WORDS: readonly string[] = ['fs_read', 'fs_write', 'fs_list'];

export interface Refused {
  /** Names of tools, for our plugin; `*` at the end stands for any ending. */
  readonly tools: readonly string[];
  /** Names for `permission`, so that the model does not even see them. */
  readonly permissions: readonly string[];
}

/** What the words do not cover: native tools, and those of the servers that this launch brings. An empty list is a locked room. */
export function refusedTools(allowed: readonly string[], servers: readonly string[]): Refused {
  if (allowed.includes(UNRESTRICTED)) return { tools: [], permissions: [] };
  if (allowed.length === 0) return { tools: ['*'], permissions: ['*'] };
  const words = new Set(allowed.flatMap((word) => (word === 'fs_*' ? FILE_WORDS : [word])));
  const native = Object.entries(NATIVE).flatMap(([word, names]) => (words.has(word) ? [] : [names]));
  const others = servers.filter((server) => !words.has(`@${server}`)).map(serverRule);
  return {
    tools: [...native.flatMap(({ tools }) => tools), ...others],
    permissions: [...native.flatMap(({ permissions }) => permissions), ...others],
  };
}

/** All tools of one MCP server, by the name OpenCode makes of it. */
export function serverRule(server: string): string {
  return `${server.replaceAll(/[^A-Za-z0-9_-]/g, '_')}_*`;
}
