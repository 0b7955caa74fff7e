import type { McpServerConfig } from '@cao/contracts';
import type { LaunchRequest } from '@cao/provider-sdk';
import { agentName, kiroHome } from './paths.ts';
import { toolLists } from './tools.ts';

/** Where Kiro tells us of a turn. It waits for every command, and its log tells of tools, so there is none around those. */
const EVENTS = ['agentSpawn', 'userPromptSubmit', 'stop'] as const;

/** The agent of one terminal, as JSON: prompt, tools, servers and hooks, with all that its profile says for Kiro. */
export function agentFile(request: LaunchRequest): string {
  const { profile, mcp, systemPrompt } = request;
  const mcpServers = servers(request);
  const lists = toolLists(request.allowedTools, {
    servers: Object.keys(mcpServers),
    autoApprove: request.autoApprove,
  });
  const agent = {
    name: agentName(request.terminalId),
    description: profile.description || `CAO agent ${profile.name}`,
    ...(systemPrompt === '' ? {} : { prompt: asText(systemPrompt) }),
    mcpServers,
    // The person's servers stay; of two with one name Kiro takes the agent's.
    includeMcpJson: true,
    ...lists,
    ...(lists.tools.includes('*') && profile.tools ? { tools: [...profile.tools, `@${mcp.name}`] } : {}),
    ...(profile.toolAliases ? { toolAliases: profile.toolAliases } : {}),
    ...(profile.toolsSettings ? { toolsSettings: profile.toolsSettings } : {}),
    resources: profile.resources ?? defaultResources(kiroHome(request)),
    hooks: hooks(request.hookCommand, profile.hooks),
  };
  return `${JSON.stringify(agent, null, 2)}\n`;
}

/** Kiro reads a prompt that begins like this from a file. */
function asText(prompt: string): string {
  return prompt.startsWith('file://') ? `\n${prompt}` : prompt;
}

/** What Kiro's own default agent would have read; an agent of a name of its own reads nothing by itself. */
function defaultResources(home: string): string[] {
  return [
    'file://AGENTS.md',
    'file://README.md',
    'file://.kiro/steering/**/*.md',
    `file://${home}/steering/**/*.md`,
    'skill://.kiro/skills/**/SKILL.md',
    `skill://${home}/skills/**/SKILL.md`,
  ];
}

/** Our servers as child processes: they inherit the environment, so no token is written down. */
function servers({ mcp, profile }: LaunchRequest): Record<string, McpServerConfig> {
  const { [mcp.name]: _ours, ...others } = profile.mcpServers ?? {};
  return { ...others, [mcp.name]: { command: mcp.command, args: [...mcp.args], timeout: mcp.timeoutMs } };
}

/** The profile's hooks run first; ours is last and never fails, since Kiro takes a failure for an objection. */
function hooks(command: string, own: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const ours = { command: `{ ${command}; } || true` };
  const merged: Record<string, unknown> = { ...own };
  for (const event of EVENTS) {
    const theirs = own[event];
    merged[event] = [...(Array.isArray(theirs) ? (theirs as unknown[]) : []), ours];
  }
  return merged;
}
