import { UNRESTRICTED, type ToolWord } from '@cao/contracts';

interface Native {
  /** Tools that the model is not even offered; names a version does not have are harmless. */
  readonly tools: readonly string[];
  /** What Copilot refuses whichever tool asks for it, also one of a sub-agent. */
  readonly kinds: readonly string[];
}

/** What of Copilot each word stands for. A sub-agent runs commands as well as a shell does. */
const NATIVE: Readonly<Record<ToolWord, Native>> = {
  execute_bash: {
    tools: [...shellTools('bash'), ...shellTools('powershell'), 'task', 'read_agent', 'write_agent', 'list_agents'],
    kinds: ['shell'],
  },
  fs_read: { tools: ['view'], kinds: [] },
  fs_write: { tools: ['create', 'edit', 'str_replace_editor', 'apply_patch'], kinds: ['write'] },
  fs_list: { tools: ['grep', 'rg', 'glob'], kinds: [] },
  web_fetch: { tools: ['web_fetch', 'web_search'], kinds: ['url'] },
};

const FILE_WORDS: readonly string[] = ['fs_read', 'fs_write', 'fs_list'];

/** Copilot takes an empty list for none given; of a list of one name that does not exist nothing is left. */
const NO_TOOL = 'none';

/** Flags that hold the agent to the words; `servers` are ours and the profile's, `known` those in the person's own settings. */
export function toolFlags(allowed: readonly string[], servers: readonly string[], known: readonly string[]): string[] {
  if (allowed.includes(UNRESTRICTED)) return [];
  const words = new Set(allowed.flatMap((word) => (word === 'fs_*' ? FILE_WORDS : [word])));
  const withheld = Object.entries(NATIVE).flatMap(([word, native]) => (words.has(word) ? [] : [native]));
  const isNamed = (server: string) => words.has(`@${server}`);
  const foreign = known.filter((server) => !isNamed(server) && !servers.includes(server));
  return [
    ...(allowed.length === 0 ? [`--available-tools=${NO_TOOL}`] : []),
    ...withheld.flatMap(({ tools }) => tools).map((tool) => `--excluded-tools=${tool}`),
    ...withheld.flatMap(({ kinds }) => kinds).map((kind) => `--deny-tool=${kind}`),
    ...servers.filter((server) => !isNamed(server)).map((server) => `--deny-tool=${server}`),
    ...foreign.map((server) => `--disable-mcp-server=${server}`),
    ...(isNamed('github-mcp-server') ? [] : ['--disable-builtin-mcps']),
  ];
}

function shellTools(shell: string): string[] {
  return [shell, ...['read', 'write', 'stop', 'list'].map((verb) => `${verb}_${shell}`)];
}
