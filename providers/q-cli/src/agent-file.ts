import type { McpServerConfig } from '@cao/contracts';
import type { LaunchRequest } from '@cao/provider-sdk';
import { toolLists } from './tools.ts';
import { isAtLeast, SINCE } from './version.ts';

/** Events at which Q runs commands. A profile may be written for another CLI; Q refuses a file with any other. */
export const EVENTS = ['agentSpawn', 'userPromptSubmit', 'preToolUse', 'postToolUse', 'stop'];

export interface AgentFile {
  readonly content: string;
  readonly advisories: readonly string[];
}

/** The agent of one terminal, as JSON. Q refuses fields it does not know, so there is none but those. */
export function agentFile(request: LaunchRequest, name: string): AgentFile {
  const { profile, mcp, systemPrompt } = request;
  const mcpServers = servers(request);
  const { missing, ...lists } = toolLists(request.allowedTools, {
    servers: Object.keys(mcpServers),
    autoApprove: request.autoApprove,
  });
  const agent = {
    name,
    description: profile.description || `CAO agent ${profile.name}`,
    ...(systemPrompt === '' ? {} : { prompt: asText(systemPrompt) }),
    mcpServers,
    // The person's servers stay; of two with one name Q takes the agent's.
    useLegacyMcpJson: true,
    ...lists,
    ...(lists.tools.includes('*') && profile.tools ? { tools: [...profile.tools, `@${mcp.name}`] } : {}),
    ...(profile.toolAliases ? { toolAliases: profile.toolAliases } : {}),
    ...(profile.toolsSettings ? { toolsSettings: profile.toolsSettings } : {}),
    resources: profile.resources ?? DEFAULT_RESOURCES,
    hooks: hooks(request),
  };
  return {
    content: `${JSON.stringify(agent, null, 2)}\n`,
    advisories: missing.map((word) => `${word} is not granted: Amazon Q has no tool that does this alone.`),
  };
}

/** What Q's own default agent reads. */
const DEFAULT_RESOURCES = [
  'file://AmazonQ.md',
  'file://AGENTS.md',
  'file://README.md',
  'file://.amazonq/rules/**/*.md',
];

/** Q reads a prompt that begins like this from a file. */
function asText(prompt: string): string {
  return prompt.startsWith('file://') ? `\n${prompt}` : prompt;
}

/** Our servers as child processes: they inherit the environment, so no token is written down. */
function servers({ mcp, profile }: LaunchRequest): Record<string, McpServerConfig> {
  const { [mcp.name]: _ours, ...others } = profile.mcpServers ?? {};
  return { ...others, [mcp.name]: { command: mcp.command, args: [...mcp.args], timeout: mcp.timeoutMs } };
}

/** The profile's hooks, and ours at both ends of a turn: Q prints a line for every hook it runs. Ours never fails. */
function hooks({ hookCommand, profile, version }: LaunchRequest): Record<string, unknown[]> {
  const ours = { command: `{ ${hookCommand}; } || true` };
  const own = ['userPromptSubmit', ...(isAtLeast(version, SINCE.stopHook) ? ['stop'] : [])];
  const merged: Record<string, unknown[]> = {};
  for (const event of EVENTS) {
    const theirs = profile.hooks?.[event];
    const all = [...(Array.isArray(theirs) ? (theirs as unknown[]) : []), ...(own.includes(event) ? [ours] : [])];
    if (all.length > 0) merged[event] = all;
  }
  return merged;
}
