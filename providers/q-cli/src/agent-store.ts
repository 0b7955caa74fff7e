import { posix } from 'node:path';
import type { AgentPlace, AgentStore, AgentStoreRequest } from '@cao/provider-sdk';
import { EVENTS } from './agent-file.ts';
import { toolLists } from './tools.ts';

/** Q's own agents, as JSON files of the person's. */
export const agentStore: AgentStore = { file, isOurs, plan: (request) => plan(request), refresh };

/** Where Q looks for the person's agents; no setting moves it. */
export function agentsFolder({ home }: Pick<AgentPlace, 'home'>): string {
  return posix.join(home, '.aws', 'amazonq', 'cli-agents');
}

function file(place: AgentPlace): string {
  return posix.join(agentsFolder(place), `${place.id}.json`);
}

/** Ours points to CAO's copy of the profile, also when CAO (Python) wrote it. */
function isOurs(content: string, { contextFile }: AgentStoreRequest): boolean {
  const { resources } = parse(content) ?? {};
  return Array.isArray(resources) && resources.includes(`file://${contextFile}`);
}

/** Q refuses fields it does not know, so there is none but those. */
function plan(request: AgentStoreRequest): ReturnType<AgentStore['plan']> {
  const { profile, contextFile } = request;
  const mcpServers = profile.mcpServers ?? {};
  const { missing, ...lists } = toolLists(request.allowedTools, {
    servers: Object.keys(mcpServers),
    autoApprove: true,
  });
  const hooks = Object.entries(profile.hooks ?? {}).filter(([event]) => EVENTS.includes(event));
  const prompt = promptOf(request);
  const agent = {
    name: request.id,
    description: profile.description || `CAO agent ${profile.name}`,
    ...(prompt === '' ? {} : { prompt }),
    mcpServers,
    useLegacyMcpJson: profile.useLegacyMcpJson ?? false,
    ...lists,
    ...(lists.tools.includes('*') && profile.tools ? { tools: profile.tools } : {}),
    ...(profile.toolAliases ? { toolAliases: profile.toolAliases } : {}),
    ...(profile.toolsSettings ? { toolsSettings: profile.toolsSettings } : {}),
    resources: [`file://${contextFile}`],
    ...(hooks.length > 0 ? { hooks: Object.fromEntries(hooks) } : {}),
    ...(profile.model === undefined ? {} : { model: profile.model }),
  };
  return {
    files: [{ path: file(request), content: written(agent) }],
    ...(missing.length > 0
      ? { advisories: missing.map((word) => `${word} is not granted: Amazon Q has no tool that does this alone.`) }
      : {}),
  };
}

/** Keys keep their order, so that nothing changes where the catalogue did not. */
function refresh(content: string, request: AgentStoreRequest): string | undefined {
  const agent = parse(content);
  if (agent === undefined) return undefined;
  const prompt = promptOf(request);
  if (prompt === '') {
    const { prompt: _none, ...rest } = agent;
    return written(rest);
  }
  const { name, description, prompt: _old, ...rest } = agent;
  return written({ name, description, prompt, ...rest });
}

/** The instructions come with the context file, in which placeholders stand as written. */
function promptOf({ profile, values, skillCatalogue }: AgentStoreRequest): string {
  const meanings = Object.entries(values).map(([name, value]) => `\${${name}} in your instructions means: ${value}`);
  const parts = [profile.prompt ?? '', meanings.join('\n'), skillCatalogue];
  return parts.filter((part) => part !== '').join('\n\n');
}

function parse(content: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function written(agent: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(agent, null, 2)}\n`;
}
