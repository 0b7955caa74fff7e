import { UNRESTRICTED, type ToolWord } from '@cao/contracts';

/** Native tools of Claude Code by what they let an agent do. Names it no longer has are harmless, so old ones stay. */
const NATIVE: Readonly<Record<ToolWord, readonly string[]>> = {
  // A sub-agent, a monitor or a workflow runs commands as well as a shell does.
  execute_bash: [
    'Bash',
    'BashOutput',
    'KillShell',
    'PowerShell',
    'Monitor',
    'Task',
    'Agent',
    'Workflow',
    'EnterWorktree',
    'ExitWorktree',
  ],
  // The rule over all paths is for `@file` in a prompt: blocking the tool alone lets 2.1.330 attach the file all the same.
  fs_read: ['Read', 'Read(//**)', 'NotebookRead'],
  fs_write: ['Edit', 'MultiEdit', 'Write', 'NotebookEdit'],
  fs_list: ['Glob', 'Grep', 'LS'],
  web_fetch: ['WebFetch', 'WebSearch'],
};

const FILE_WORDS: readonly string[] = ['fs_read', 'fs_write', 'fs_list'];

/** What Claude Code may ask a person about; allowed by name where asking is not possible. */
const ALWAYS_HARMLESS = ['Skill', 'TodoWrite', 'TaskCreate', 'TaskUpdate', 'TaskList', 'TaskGet', 'TaskStop'];

/** Rules for `--disallowedTools`: every native tool and known server that the words do not cover. */
export function blockedTools(allowed: readonly string[], servers: readonly string[]): string[] {
  if (allowed.includes(UNRESTRICTED)) return [];
  const words = new Set(allowed.flatMap((word) => (word === 'fs_*' ? FILE_WORDS : [word])));
  const native = Object.entries(NATIVE).flatMap(([word, tools]) => (words.has(word) ? [] : tools));
  const blocked = servers.filter((server) => !words.has(`@${server}`)).map(serverRule);
  return [...native, ...blocked];
}

/** Rules for `--allowedTools` that let everything run without a question; what is blocked stays blocked. */
export function everyTool(servers: readonly string[]): string[] {
  const native = Object.values(NATIVE).flat();
  return [...native.filter((tool) => !tool.includes('(')), ...ALWAYS_HARMLESS, ...servers.map(serverRule)];
}

/** All tools of one MCP server, by the name Claude Code makes of it. */
function serverRule(server: string): string {
  return `mcp__${server.replace(/[^A-Za-z0-9_-]/g, '_')}`;
}
