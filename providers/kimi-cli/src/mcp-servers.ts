import { CaoError, type McpServerConfig } from '@cao/contracts';
import type { LaunchRequest } from '@cao/provider-sdk';
import { z } from 'zod';

/** Our server's name within Kimi Code: short, and a project's own `cao-mcp-server` would otherwise take its place. */
export const OUR_NAME = 'cao';

/** Kimi Code gives a tool call 60 seconds otherwise. */
const PROFILE_TIMEOUT_MS = 600_000;

const McpFile = z.looseObject({ mcpServers: z.record(z.string(), z.unknown()).optional() });

export interface McpServers {
  readonly file: string;
  /** Names of servers that run without asking: ours, and those of the profile. */
  readonly trusted: readonly string[];
}

/** The person's servers, those of the profile and ours. The file holds no token: that stays in the environment. */
export function mcpServers({ mcp, profile, terminalId }: LaunchRequest, path: string, text?: string): McpServers {
  const file = parsed(path, text);
  const ofProfile = Object.entries(profile.mcpServers ?? {})
    .filter(([name]) => name !== mcp.name && name !== OUR_NAME)
    .map(([name, server]) => [name, profileServer(server, terminalId)] as const);
  const ours = { url: mcp.url, bearerTokenEnvVar: mcp.tokenVariable, toolTimeoutMs: mcp.timeoutMs };
  const servers = { ...file.mcpServers, ...Object.fromEntries(ofProfile), [OUR_NAME]: ours };
  const trusted = [OUR_NAME, ...ofProfile.map(([name]) => name)];
  return {
    file: `${JSON.stringify({ ...file, mcpServers: servers }, undefined, 2)}\n`,
    trusted,
  };
}

/** A server that is started as a child learns for whom it works. */
function profileServer(server: McpServerConfig, terminalId: string): unknown {
  const { command, args, env, url, headers, timeout = PROFILE_TIMEOUT_MS } = server;
  const where =
    command === undefined ? { url, headers } : { command, args, env: { CAO_TERMINAL_ID: terminalId, ...env } };
  return { ...where, toolTimeoutMs: timeout };
}

function parsed(path: string, text: string | undefined): z.infer<typeof McpFile> {
  if (text === undefined || text.trim() === '') return {};
  try {
    return McpFile.parse(JSON.parse(text));
  } catch (error) {
    throw new CaoError('launch_failed', `${path} is not what Kimi Code can read: it needs an object "mcpServers"`, {
      hint: 'Mend the file, then launch again.',
      cause: error,
    });
  }
}
