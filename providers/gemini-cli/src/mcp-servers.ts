import type { McpServerConfig } from '@cao/contracts';
import type { LaunchRequest } from '@cao/provider-sdk';

/**
 * Our server's name within Gemini CLI. A server of the same name in the person's settings would be taken instead, and people may
 * well have a `cao-mcp-server` there.
 */
const OUR_NAME = 'cao';

/** Gemini CLI gives a tool call ten minutes otherwise; said here so that nothing depends on it. */
const PROFILE_TIMEOUT_MS = 600_000;

export interface McpServers {
  readonly servers: Readonly<Record<string, unknown>>;
  /** Names under which Gemini CLI knows them, ours first. */
  readonly names: readonly string[];
  readonly advisories: readonly string[];
}

/** The in-session tools and the servers of the profile. Variables of our own are put in by Gemini CLI, so that no file holds a token. */
export function mcpServers({ mcp, profile, terminalId }: LaunchRequest): McpServers {
  const ours = {
    httpUrl: `\${${mcp.urlVariable}}`,
    headers: { Authorization: `Bearer \${${mcp.tokenVariable}}` },
    timeout: mcp.timeoutMs,
  };
  const servers: Record<string, unknown> = { [OUR_NAME]: ours };
  const advisories: string[] = [];
  for (const [name, config] of Object.entries(profile.mcpServers ?? {})) {
    if (name === mcp.name) continue;
    const server = name === OUR_NAME ? undefined : profileServer(config, terminalId);
    if (server !== undefined) servers[name] = server;
    else
      advisories.push(
        `The MCP server '${name}' is left out: it needs a command or a URL and another name than '${OUR_NAME}'.`,
      );
  }
  return { servers, names: Object.keys(servers), advisories };
}

function profileServer(config: McpServerConfig, terminalId: string): object | undefined {
  const timeout = config.timeout ?? PROFILE_TIMEOUT_MS;
  if (config.url !== undefined) {
    const headers = config.headers === undefined ? {} : { headers: config.headers };
    return { [config.type === 'sse' ? 'url' : 'httpUrl']: config.url, ...headers, timeout };
  }
  if (config.command === undefined) return undefined;
  const args = config.args === undefined ? {} : { args: config.args };
  return { command: config.command, ...args, env: { ...config.env, CAO_TERMINAL_ID: terminalId }, timeout };
}
