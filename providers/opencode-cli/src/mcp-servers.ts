import type { McpServerConfig } from '@cao/contracts';
import type { McpEndpoint } from '@cao/provider-sdk';

/** The in-session tools. OpenCode puts the variables of its environment in when it reads its configuration. */
export function ownServer(mcp: McpEndpoint): object {
  return {
    type: 'remote',
    url: `{env:${mcp.urlVariable}}`,
    headers: { Authorization: `Bearer {env:${mcp.tokenVariable}}` },
    // Without it, OpenCode would look for a sign-in when the server refuses a request.
    oauth: false,
    enabled: true,
    timeout: mcp.timeoutMs,
  };
}

/** A server of the profile in OpenCode's words; undefined when it has neither a command nor a URL. */
export function profileServer(config: McpServerConfig, terminalId: string): object | undefined {
  const common = { enabled: true, ...(config.timeout === undefined ? {} : { timeout: config.timeout }) };
  if (config.url !== undefined) {
    return { type: 'remote', url: config.url, ...(config.headers ? { headers: config.headers } : {}), ...common };
  }
  if (config.command === undefined) return undefined;
  return {
    type: 'local',
    command: [config.command, ...(config.args ?? [])],
    environment: { CAO_TERMINAL_ID: terminalId, ...config.env },
    ...common,
  };
}
