import { join } from 'node:path';
import { z } from 'zod';
import type { LaunchRequest } from '@cao/provider-sdk';
import { configDirectory } from './paths.ts';
import { toolFlags } from './tools.ts';

/** The person's MCP servers: what of them no word names is switched off for a restricted agent. */
export function mcpSettingsFile(where: Pick<LaunchRequest, 'home' | 'env'>): string {
  return join(configDirectory(where), 'mcp-config.json');
}

const McpSettings = z.looseObject({ mcpServers: z.record(z.string(), z.unknown()) });

/** What runs without a question and what is refused. A profile's own mode wins over what the launch asks for; a refusal over both. */
export function permissionFlags(request: LaunchRequest, servers: readonly string[]): string[] {
  const { profile, allowedTools, autoApprove } = request;
  const mode = profile.permissionMode ?? (autoApprove ? 'bypassPermissions' : 'default');
  const flags = toolFlags(allowedTools, servers, personServers(request));
  if (mode === 'bypassPermissions') return ['--allow-all', ...flags];
  const granted = [...(mode === 'acceptEdits' ? ['write'] : []), ...servers];
  return [...(mode === 'plan' ? ['--plan'] : []), ...granted.map((what) => `--allow-tool=${what}`), ...flags];
}

function personServers(request: LaunchRequest): string[] {
  try {
    const settings: unknown = JSON.parse(request.userFiles[mcpSettingsFile(request)] ?? '{}');
    return Object.keys(McpSettings.safeParse(settings).data?.mcpServers ?? {});
  } catch {
    return [];
  }
}
