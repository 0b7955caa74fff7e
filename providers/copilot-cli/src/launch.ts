import { join } from 'node:path';
import type { McpServerConfig } from '@cao/contracts';
import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';
import { INSTRUCTIONS_VARIABLE } from './environment.ts';
import { ownServer, profileServers } from './mcp-servers.ts';
import { mcpSettingsFile, permissionFlags } from './permissions.ts';
import { pluginFiles } from './plugin.ts';

/** How Copilot is started: everything by flags, environment and files of the terminal's own. */
export function plan(request: LaunchRequest): LaunchPlan {
  const { profile, scratch, mcp, resume } = request;
  const plugin = join(scratch, 'plugin');
  const instructions = join(scratch, 'instructions');
  const serversFile = join(scratch, 'mcp-servers.json');
  const servers = otherServers(request);
  const permissions = permissionFlags(request, [mcp.name, ...Object.keys(servers)]);
  const conversationId = resume ?? request.newConversationId;

  const argv = [request.executable];
  argv.push(...(resume === undefined ? ['--session-id', conversationId] : [`--resume=${resume}`]));
  argv.push('--plugin-dir', plugin);
  if (profile.native_agent !== undefined) argv.push('--agent', profile.native_agent);
  if (request.model !== undefined) argv.push('--model', request.model);
  argv.push(...permissions);
  const files = [...pluginFiles(plugin, request.hookCommand)];
  const mayCall = request.allowedTools.length > 0;
  if (mayCall) argv.push('--additional-mcp-config', ownServer(mcp, request.version));
  if (mayCall && Object.keys(servers).length > 0) {
    argv.push('--additional-mcp-config', `@${serversFile}`);
    files.push({ path: serversFile, content: profileServers(servers, request.terminalId) });
  }
  const withPrompt = request.systemPrompt.trim() !== '';
  if (withPrompt) {
    // No front matter: what stands in one would be shown to the model, and the text applies to every file anyway.
    files.push({ path: join(instructions, 'cao.instructions.md'), content: `${request.systemPrompt}\n` });
  }
  return {
    argv,
    ...(withPrompt ? { env: { [INSTRUCTIONS_VARIABLE]: instructionFolders(request, instructions) } } : {}),
    files,
    conversationId,
  };
}

export function userFiles(where: Pick<LaunchRequest, 'home' | 'env'>): readonly string[] {
  return [mcpSettingsFile(where)];
}

/** The profile's servers. One with the name of ours is what other orchestrators start; ours takes its place. */
function otherServers({ profile, mcp }: LaunchRequest): Readonly<Record<string, McpServerConfig>> {
  return Object.fromEntries(Object.entries(profile.mcpServers ?? {}).filter(([name]) => name !== mcp.name));
}

/** The person's own folders of instructions stay in force. */
function instructionFolders({ env }: LaunchRequest, ours: string): string {
  const theirs = env[INSTRUCTIONS_VARIABLE] ?? '';
  return theirs.trim() === '' ? ours : `${theirs},${ours}`;
}
