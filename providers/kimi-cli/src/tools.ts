import { UNRESTRICTED, type ToolWord } from '@cao/contracts';
import { OUR_NAME } from './mcp-servers.ts';

/** Native tools of Kimi Code by what they let an agent do. Names it does not have are harmless. */
const NATIVE: Readonly<Record<ToolWord, readonly string[]>> = {
  // A sub-agent or a scheduled prompt runs commands as well as a shell does.
  execute_bash: ['Bash', 'Agent', 'AgentSwarm', 'Tower*', 'CronCreate'],
  fs_read: ['Read', 'ReadMediaFile'],
  fs_write: ['Write', 'Edit'],
  fs_list: ['Glob', 'Grep'],
  web_fetch: ['FetchURL', 'WebSearch'],
};

const FILE_WORDS: readonly string[] = ['fs_read', 'fs_write', 'fs_list'];

export interface Rule {
  readonly decision: 'allow' | 'deny';
  readonly pattern: string;
}

export interface ToolOptions {
  readonly allowed: readonly string[];
  readonly autoApprove: boolean;
  /** MCP servers that need no question. */
  readonly servers: readonly string[];
  /** The name by which CAO's words know our server. */
  readonly ownWord: string;
}

/** Permission rules. What is denied is refused by Kimi Code itself in every mode, before any rule or person may allow it. */
export function toolRules({ allowed, autoApprove, servers, ownWord }: ToolOptions): readonly Rule[] {
  const allow = autoApprove ? ['*'] : servers.map((server) => `${serverPrefix(server)}*`);
  return [
    ...denied(allowed, ownWord).map((pattern): Rule => ({ decision: 'deny', pattern })),
    ...allow.map((pattern): Rule => ({ decision: 'allow', pattern })),
  ];
}

function denied(allowed: readonly string[], ownWord: string): readonly string[] {
  if (allowed.includes(UNRESTRICTED)) return [];
  const words = new Set(allowed.flatMap((word) => (word === 'fs_*' ? FILE_WORDS : [word])));
  const native = Object.entries(NATIVE).flatMap(([word, tools]) => (words.has(word) ? [] : tools));
  return [...native, ...otherServers(words, ownWord)];
}

/** Every server that no word names, whoever brought it: the person, the project or the profile. */
function otherServers(words: ReadonlySet<string>, ownWord: string): readonly string[] {
  const named = [...words].filter((word) => word.startsWith('@') && word !== '@builtin').map((word) => word.slice(1));
  const servers = named.map((name) => toolName(name === ownWord ? OUR_NAME : name));
  return [servers.length === 0 ? 'mcp__*' : `mcp__!(${[...new Set(servers)].join('|')})__*`];
}

function serverPrefix(server: string): string {
  return `mcp__${toolName(server)}__`;
}

/** A server's name as it stands in the names of its tools. */
function toolName(server: string): string {
  return server.replaceAll(/[^A-Za-z0-9_-]/g, '_');
}
