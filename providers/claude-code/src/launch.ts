import { join } from 'node:path';
import type { McpServerConfig } from '@cao/contracts';
import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';
import { AGENT_ENVIRONMENT } from './environment.ts';
import { hookSettings } from './hooks.ts';
import { ownServer, profileServers } from './mcp-servers.ts';
import { planPermissions } from './permissions.ts';
import { DELIVERY_NOTE } from './pasted.ts';

/** How Claude Code is started: everything by flags and environment, nothing in the person's own files. */
export function plan(request: LaunchRequest): LaunchPlan {
  const { profile, scratch } = request;
  const promptFile = join(scratch, 'system-prompt.md');
  const serversFile = join(scratch, 'mcp-servers.json');
  const nothing = request.allowedTools.length === 0;
  const servers = nothing ? {} : otherServers(request);
  const permissions = planPermissions(request, [request.mcp.name, ...Object.keys(servers)]);
  const conversationId = request.resume ?? request.newConversationId;

  const argv = [request.executable, ...permissions.argv];
  argv.push(...(request.resume === undefined ? ['--session-id', conversationId] : ['--resume', conversationId]));
  if (profile.native_agent !== undefined) argv.push('--agent', profile.native_agent);
  if (request.model !== undefined) argv.push('--model', request.model);
  argv.push('--append-system-prompt-file', promptFile);
  argv.push('--settings', JSON.stringify(hookSettings(request.hookCommand)));
  const files = [{ path: promptFile, content: systemPrompt(request) }];
  if (nothing) {
    argv.push('--strict-mcp-config');
  } else {
    argv.push('--mcp-config', ownServer(request.mcp));
    if (Object.keys(servers).length > 0) {
      argv.push(serversFile);
      files.push({ path: serversFile, content: profileServers(servers, request.terminalId) });
    }
  }
  return {
    argv,
    env: AGENT_ENVIRONMENT,
    files,
    conversationId,
    ...(permissions.advisories.length > 0 ? { advisories: permissions.advisories } : {}),
  };
}

/** The profile's servers. One with the name of ours is what other orchestrators start; ours takes its place. */
function otherServers({ profile, mcp }: LaunchRequest): Readonly<Record<string, McpServerConfig>> {
  return Object.fromEntries(Object.entries(profile.mcpServers ?? {}).filter(([name]) => name !== mcp.name));
}

/** An agent of Claude Code's own brings its prompt; the profile's text is added to it like to the default one. */
function systemPrompt(request: LaunchRequest): string {
  return [request.systemPrompt, DELIVERY_NOTE].filter((part) => part.trim() !== '').join('\n\n') + '\n';
}
