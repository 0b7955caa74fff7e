import type { McpServerConfig } from '@cao/contracts';
import type { McpEndpoint } from '@cao/provider-sdk';
import { array, float, table, text, type Toml } from './toml.ts';
import { isAtLeast, SINCE } from './version.ts';

/**
 * Our server's name within Codex. A server of the user's with the same name would be merged with ours, and Codex refuses to start
 * when one has a command and the other a URL; people may well have a `cao-mcp-server` with a command in their config.toml.
 */
const OUR_NAME = 'cao';

const TERMINAL_VARIABLE = 'CAO_TERMINAL_ID';

/** Codex gives a tool call 60 seconds otherwise. */
const PROFILE_TIMEOUT_MS = 600_000;

export interface McpSettings {
  readonly servers: Readonly<Record<string, Toml>>;
  /** Secrets travel in the environment: arguments show in `ps`. */
  readonly env: Readonly<Record<string, string>>;
  readonly advisories: readonly string[];
}

/** The in-session tools and the servers of a profile. None of their tools asks: naming them in the profile was the permission. */
export function mcpSettings(
  endpoint: McpEndpoint,
  version: string | undefined,
  profileServers: Readonly<Record<string, McpServerConfig>> = {},
): McpSettings {
  const servers: Record<string, Toml> = { [OUR_NAME]: ourServer(endpoint, version) };
  const env: Record<string, string> = {};
  const advisories: string[] = [];
  for (const [index, [name, config]] of Object.entries(profileServers).entries()) {
    if (name === endpoint.name) continue;
    const server = profileServer(config, (key, value) => {
      const variable = `CAO_MCP_${index}_${key}`;
      env[variable] = value;
      return variable;
    });
    if (server !== undefined && name !== OUR_NAME && /^[\w-]+$/.test(name)) servers[name] = server;
    else
      advisories.push(
        `The MCP server '${name}' is left out: it needs a command or a URL, and a name Codex can take that is not '${OUR_NAME}'.`,
      );
  }
  return { servers, env, advisories };
}

function ourServer(endpoint: McpEndpoint, version: string | undefined): Toml {
  return table({
    ...(isAtLeast(version, SINCE.resumedCalls) ? addressOf(endpoint) : bridgeTo(endpoint)),
    tool_timeout_sec: float(endpoint.timeoutMs / 1000),
    default_tools_approval_mode: text('approve'),
  });
}

function addressOf({ url, tokenVariable }: McpEndpoint): Record<string, Toml> {
  return { url: text(url), bearer_token_env_var: text(tokenVariable) };
}

/** A process that outlives the server's restart in Codex's stead. */
function bridgeTo({ command, args, urlVariable, tokenVariable }: McpEndpoint): Record<string, Toml> {
  return {
    command: text(command),
    args: array(args.map(text)),
    env_vars: array([TERMINAL_VARIABLE, urlVariable, tokenVariable].map(text)),
  };
}

function profileServer(config: McpServerConfig, hide: (key: string, value: string) => string): Toml | undefined {
  const common = {
    tool_timeout_sec: float((config.timeout ?? PROFILE_TIMEOUT_MS) / 1000),
    default_tools_approval_mode: text('approve'),
  };
  if (config.url !== undefined) {
    const headers = Object.entries(config.headers ?? {}).map(([name, value], at) => [
      name,
      text(hide(`HEADER_${at}`, value)),
    ]);
    const hidden = headers.length > 0 ? table(Object.fromEntries(headers)) : undefined;
    return table({ url: text(config.url), env_http_headers: hidden, ...common });
  }
  if (config.command === undefined) return undefined;
  return table({ ...commandOf(config.command, config, hide), ...common });
}

/** A server gets of our environment only what is named. Its own variables come under names of ours, and are renamed as it starts. */
function commandOf(
  command: string,
  config: McpServerConfig,
  hide: (key: string, value: string) => string,
): Record<string, Toml> {
  const args = config.args ?? [];
  const own = Object.entries(config.env ?? {}).filter(([key]) => /^[A-Za-z_]\w*$/.test(key));
  const hidden = own.map(([key, value]) => [key, hide(key, value)] as const);
  const variables = [TERMINAL_VARIABLE, ...hidden.map(([, variable]) => variable)].map(text);
  if (hidden.length === 0) return { command: text(command), args: array(args.map(text)), env_vars: array(variables) };
  const rename = hidden.map(([key, variable]) => `export ${key}="$${variable}"`).join('; ');
  const script = `${rename}; exec "$0" "$@"`;
  return { command: text('sh'), args: array(['-c', script, command, ...args].map(text)), env_vars: array(variables) };
}
