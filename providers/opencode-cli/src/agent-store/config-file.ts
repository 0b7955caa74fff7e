import { CaoError } from '@cao/contracts';
import type { AgentStoreRequest } from '@cao/provider-sdk';
import { isObject, parseJsonc } from '../jsonc.ts';
import { profileServer } from '../mcp-servers.ts';
import { serverRule } from '../tools.ts';

type Config = Readonly<Record<string, unknown>>;

const SCHEMA = 'https://opencode.ai/config.json';

/**
 * The shared configuration with this agent's MCP servers: switched off for everybody, on for this agent. Everything else stays, a
 * server of the same name that is not this agent's included. Undefined content: nothing is to be written.
 */
export function configWith(
  present: string | undefined,
  { id, profile }: AgentStoreRequest,
): { content: string | undefined; advisories: readonly string[] } {
  const config = present === undefined || present.trim() === '' ? {} : parsed(present);
  const [mcp, tools, agents] = [section(config, 'mcp'), section(config, 'tools'), section(config, 'agent')];
  const mine = section(agents, id);
  const granted = section(mine, 'tools');
  const servers: Record<string, unknown> = {};
  const off: Record<string, boolean> = {};
  const on: Record<string, boolean> = {};
  const advisories: string[] = [];
  for (const [name, server] of Object.entries(profile.mcpServers ?? {})) {
    const entry = localServer(server);
    const rule = serverRule(name);
    if (entry === undefined) {
      advisories.push(`The MCP server '${name}' is left out: it has neither a command nor a URL.`);
      continue;
    }
    const known = mcp[name];
    const differs = known !== undefined && JSON.stringify(known) !== JSON.stringify(entry);
    if (differs && granted[rule] !== true) advisories.push(`The MCP server '${name}' of opencode.json stays as it is.`);
    else servers[name] = entry;
    off[rule] = false;
    on[rule] = true;
  }
  if (Object.keys(on).length === 0 && Object.keys(granted).length === 0) return { content: undefined, advisories };
  const { tools: _granted, ...rest } = mine;
  const agent = { ...rest, ...(Object.keys(on).length > 0 ? { tools: on } : {}) };
  const { [id]: _mine, ...others } = agents;
  const next = {
    $schema: SCHEMA,
    ...config,
    mcp: { ...mcp, ...servers },
    tools: { ...tools, ...off },
    agent: { ...others, ...(Object.keys(agent).length > 0 ? { [id]: agent } : {}) },
  };
  return { content: `${JSON.stringify(next, null, 2)}\n`, advisories };
}

/** An agent outside a session has no terminal of CAO's. */
function localServer(server: NonNullable<AgentStoreRequest['profile']['mcpServers']>[string]): object | undefined {
  const entry: object | undefined = profileServer(server, '');
  // The variable is part of what is launched, and not of what the person gave.
  return entry !== undefined && 'environment' in entry ? { ...entry, environment: server.env ?? {} } : entry;
}

function parsed(text: string): Config {
  const config = parseJsonc(text);
  if (config !== undefined) return config;
  throw new CaoError('conflict', 'opencode.json of the folder .aws/opencode is not a JSON object', {
    hint: 'Mend or remove it, then install again. Nothing was written.',
  });
}

function section(config: Config, name: string): Config {
  const value = Object.hasOwn(config, name) ? config[name] : undefined;
  return isObject(value) ? value : {};
}
