import { posix } from 'node:path';
import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';
import { mergeConfig } from './config.ts';
import { AGENT_ENVIRONMENT } from './environment.ts';
import { ownServer, profileServer } from './mcp-servers.ts';
import { agentPermissions } from './permissions.ts';
import { refusedTools } from './tools.ts';

/** Our plugin lies beside this file, in TypeScript in the sources and in JavaScript when built; OpenCode loads either. */
const PLUGIN = import.meta.url.replace(/launch(\.\w+)$/, 'plugin/cao-plugin$1');

/** How OpenCode is started: by its environment, which adds to the person's configuration; no file of theirs is touched. */
export function plan(request: LaunchRequest): LaunchPlan {
  const { mcp } = request;
  const locked = request.allowedTools.length === 0;
  const others = locked ? { servers: {}, advisories: [] } : otherServers(request);
  const servers = locked ? {} : { [mcp.name]: ownServer(mcp), ...others.servers };
  const refused = refusedTools(request.allowedTools, Object.keys(servers));
  const promptFile = posix.join(request.scratch, 'instructions.md');
  const hasPrompt = request.systemPrompt.trim() !== '';
  const own = request.env['OPENCODE_CONFIG_CONTENT'];
  const merged = mergeConfig(own, {
    plugin: [PLUGIN],
    ...(hasPrompt ? { instructions: [promptFile] } : {}),
    mcp: servers,
    agent: agentPermissions(request, refused, Object.keys(servers)),
  });
  const advisories = [...merged.advisories, ...others.advisories];
  return {
    argv: argumentsOf(request),
    env: {
      ...AGENT_ENVIRONMENT,
      OPENCODE_CONFIG_CONTENT: merged.content,
      ...(own === undefined ? {} : { CAO_OPENCODE_CONFIG: own }),
      ...(refused.tools.length > 0 ? { CAO_OPENCODE_DENIED: JSON.stringify(refused.tools) } : {}),
    },
    ...(hasPrompt ? { files: [{ path: promptFile, content: `${request.systemPrompt}\n` }] } : {}),
    ...(request.resume === undefined ? {} : { conversationId: request.resume }),
    ...(advisories.length > 0 ? { advisories } : {}),
  };
}

function argumentsOf({ executable, model, profile, resume }: LaunchRequest): string[] {
  const argv = [executable];
  if (resume !== undefined) argv.push('--session', resume);
  const agent = profile.native_agent ?? (profile.permissionMode === 'plan' ? 'plan' : undefined);
  if (agent !== undefined) argv.push('--agent', agent);
  if (model !== undefined) argv.push('--model', model);
  return argv;
}

/** The profile's servers. One with the name of ours is what other orchestrators start; ours takes its place. */
function otherServers({ profile, mcp, terminalId }: LaunchRequest) {
  const servers: Record<string, object> = {};
  const advisories: string[] = [];
  for (const [name, config] of Object.entries(profile.mcpServers ?? {})) {
    if (name === mcp.name) continue;
    const server = profileServer(config, terminalId);
    if (server !== undefined) servers[name] = server;
    else advisories.push(`The MCP server '${name}' is left out: it has neither a command nor a URL.`);
  }
  return { servers, advisories };
}
