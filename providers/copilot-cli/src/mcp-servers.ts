import type { McpServerConfig } from '@cao/contracts';
import type { McpEndpoint } from '@cao/provider-sdk';
import { resumesCalls } from './version.ts';

/** Copilot gives a tool call three minutes otherwise. */
const PROFILE_TIMEOUT_MS = 600_000;
const EVERY_TOOL = ['*'];

/** Our server for the command line. */
export function ownServer(mcp: McpEndpoint, version: string | undefined): string {
  const way = resumesCalls(version) ? addressOf(mcp) : bridgeTo(mcp);
  const server = { ...way, tools: EVERY_TOOL, timeout: mcp.timeoutMs };
  return JSON.stringify({ mcpServers: { [mcp.name]: server } });
}

/** Copilot puts variables into headers but not into a URL, which is no secret. */
function addressOf(mcp: McpEndpoint): object {
  return { type: 'http', url: mcp.url, headers: { Authorization: `Bearer \${${mcp.tokenVariable}}` } };
}

/** A process that outlives the server's restart in Copilot's stead; it inherits the agent's variables. */
function bridgeTo({ command, args }: McpEndpoint): object {
  return { type: 'local', command, args };
}

/** The profile's servers as a file: their environment may hold keys, and arguments are visible to everybody. */
export function profileServers(servers: Readonly<Record<string, McpServerConfig>>, terminalId: string): string {
  const entries = Object.entries(servers).map(([name, server]) => [name, serverOf(server, terminalId)]);
  return `${JSON.stringify({ mcpServers: Object.fromEntries(entries) as unknown }, undefined, 2)}\n`;
}

/** A server that is started as a child learns for whom it works. */
function serverOf(server: McpServerConfig, terminalId: string): object {
  const common = { tools: EVERY_TOOL, timeout: server.timeout ?? PROFILE_TIMEOUT_MS };
  if (server.command === undefined) {
    return { type: server.type === 'sse' ? 'sse' : 'http', url: server.url, headers: server.headers ?? {}, ...common };
  }
  const env = { CAO_TERMINAL_ID: terminalId, ...server.env };
  return { type: 'local', command: server.command, args: server.args ?? [], env, ...common };
}
