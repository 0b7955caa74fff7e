import type { McpServerConfig } from '@cao/contracts';
import type { McpEndpoint } from '@cao/provider-sdk';

/** Our server for `--mcp-config`, without the values: Claude Code puts the variables of its environment in. */
export function ownServer(mcp: McpEndpoint): string {
  const server = {
    type: 'http',
    url: `\${${mcp.urlVariable}}`,
    headers: { Authorization: `Bearer \${${mcp.tokenVariable}}` },
    timeout: mcp.timeoutMs,
    // In the prompt from the first request on, whatever the person set for tool search.
    alwaysLoad: true,
  };
  return JSON.stringify({ mcpServers: { [mcp.name]: server } });
}

/** The profile's servers as a file: their environment may hold keys, and arguments are visible to everybody. */
export function profileServers(servers: Readonly<Record<string, McpServerConfig>>, terminalId: string): string {
  const entries = Object.entries(servers).map(([name, server]) => [name, withTerminal(server, terminalId)]);
  return `${JSON.stringify({ mcpServers: Object.fromEntries(entries) as unknown }, undefined, 2)}\n`;
}

/** A server that is started as a child learns for whom it works. */
function withTerminal(server: McpServerConfig, terminalId: string): McpServerConfig {
  if (server.command === undefined) return server;
  return { ...server, env: { CAO_TERMINAL_ID: terminalId, ...server.env } };
}
