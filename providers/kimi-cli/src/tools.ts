import { UNRESTRICTED, type ToolWord } from '@cao/contracts';
import { OUR_NAME } from './mcp-servers.ts';

/** Native tools of Kimi Code by what they let an agent do. Names it does not have are harmless. */
const NATIVE: Readonly<Record<ToolWord, readonly string[]>> = {
  // A sub-agent or a scheduled prompt runs commands as well as a shell does.
  execute_bash: ['Bash', 'Agent', 'AgentSwarm', 'CronCreate'],
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
  /** MCP servers that need no question: ours and those of the profile. */
  readonly trusted: readonly string[];
  /** The name by which CAO's words know our server. */
  readonly ownWord: string;
}

export interface ToolSettings {
  /**
   * Permission rules: what is denied is refused by Kimi Code itself in every mode, before any rule or person may allow it. A pattern
   * knows no parentheses but those around arguments; one that is not understood makes Kimi Code ignore all rules.
   */
  readonly rules: readonly Rule[];
  /** What the model does not even see; read since 0.36. */
  readonly disabled: readonly string[];
}

export function toolSettings({ allowed, autoApprove, trusted, ownWord }: ToolOptions): ToolSettings {
  const allow = autoApprove ? ['*'] : trusted.map(patternOf);
  const allows = allow.map((pattern): Rule => ({ decision: 'allow', pattern }));
  if (allowed.includes(UNRESTRICTED)) return { rules: allows, disabled: [] };
  const words = new Set(allowed.flatMap((word) => (word === 'fs_*' ? FILE_WORDS : [word])));
  const native = Object.entries(NATIVE).flatMap(([word, tools]) => (words.has(word) ? [] : tools));
  const named = serversIn(words, ownWord);
  const denies = [...native, ...everyServerBut(named)].map((pattern): Rule => ({ decision: 'deny', pattern }));
  const unnamed = named.length === 0 ? 'mcp__*' : `mcp__!(${named.join('|')})__*`;
  return { rules: [...denies, ...allows], disabled: [...native, unnamed] };
}

/**
 * Patterns for the tools of every server that is not named, whoever brought it: names that leave the named ones at some character.
 */
function everyServerBut(named: readonly string[]): readonly string[] {
  const words = named.map((name) => `${name}__`);
  if (words.length === 0) return ['mcp__*'];
  const beginnings = new Set(words.flatMap((word) => Array.from(word, (_, length) => word.slice(0, length))));
  return [...beginnings]
    .filter((beginning) => !words.some((word) => beginning.startsWith(word)))
    .map((beginning) => {
      const next = words.filter((word) => word.startsWith(beginning)).map((word) => word.charAt(beginning.length));
      // The glob knows no `[!..]`; a hyphen means itself at the end of a class only.
      const others = [...new Set(next)].toSorted((one, two) => Number(one === '-') - Number(two === '-')).join('');
      return `mcp__${beginning}[^${others}]*`;
    });
}

/** Servers that the words name, as they stand in the names of tools. */
function serversIn(words: ReadonlySet<string>, ownWord: string): readonly string[] {
  const named = [...words].filter((word) => word.startsWith('@') && word !== '@builtin').map((word) => word.slice(1));
  return [...new Set(named.map((name) => toolName(name === ownWord ? OUR_NAME : name)))];
}

function patternOf(server: string): string {
  return `mcp__${toolName(server)}__*`;
}

/** A server's name as it stands in the names of its tools. */
function toolName(server: string): string {
  return server.replaceAll(/[^A-Za-z0-9_-]/g, '_');
}
