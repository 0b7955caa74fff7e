import { posix } from 'node:path';
import type { AgentPlace, AgentStore, AgentStoreRequest } from '@cao/provider-sdk';
import { kiroHome } from './paths.ts';
import { toolLists } from './tools.ts';

/** Kiro's own agents, as JSON in its home: what is installed shows in `kiro-cli agent list`. */
export const agentStore: AgentStore = { file, isOurs, plan: (request) => ({ files: [agentFile(request)] }) };

/** Where the person keeps their skills for Kiro. */
export function skillFolder(where: Pick<AgentPlace, 'home' | 'env'>): string {
  return posix.join(kiroHome(where), 'skills');
}

/** `CAO_AGENTS_DIR` is the folder of Kiro's agents for every program of CAO. */
function file({ id, ...where }: AgentPlace): string {
  const { env } = where;
  const moved = env['CAO_AGENTS_DIR'] || env['KIRO_AGENT_CONFIG_DIR'];
  return posix.join(moved || posix.join(kiroHome(where), 'agents'), `${id}.json`);
}

/** Ours points to CAO's copy of the profile, also when CAO (Python) wrote it. */
function isOurs(content: string, { contextFile }: AgentStoreRequest): boolean {
  try {
    const { resources } = JSON.parse(content) as { resources?: unknown };
    return Array.isArray(resources) && resources.includes(`file://${contextFile}`);
  } catch {
    return false;
  }
}

function agentFile(request: AgentStoreRequest): { path: string; content: string } {
  const { profile, contextFile, skillsFolder } = request;
  const mcpServers = profile.mcpServers ?? {};
  // Without a choice of the profile's also those that are added later.
  const skills = profile.skills === undefined ? ['**'] : request.skillNames;
  const lists = toolLists(request.allowedTools, { servers: Object.keys(mcpServers), autoApprove: true });
  const prompt = promptOf(request);
  const agent = {
    name: request.id,
    description: profile.description || `CAO agent ${profile.name}`,
    ...(prompt === '' ? {} : { prompt }),
    mcpServers,
    includeMcpJson: profile.useLegacyMcpJson ?? false,
    ...lists,
    ...(lists.tools.includes('*') && profile.tools ? { tools: profile.tools } : {}),
    ...(profile.toolAliases ? { toolAliases: profile.toolAliases } : {}),
    ...(profile.toolsSettings ? { toolsSettings: profile.toolsSettings } : {}),
    resources: [`file://${contextFile}`, ...skills.map((skill) => `skill://${skillsFolder}/${skill}/SKILL.md`)],
    ...(profile.hooks ? { hooks: profile.hooks } : {}),
    ...(profile.model === undefined ? {} : { model: profile.model }),
  };
  return { path: file(request), content: `${JSON.stringify(agent, null, 2)}\n` };
}

/** The instructions come with the context file, in which placeholders stand as written. */
function promptOf({ profile, values }: AgentStoreRequest): string {
  const meanings = Object.entries(values).map(([name, value]) => `\${${name}} in your instructions means: ${value}`);
  return [...(profile.prompt === undefined ? [] : [profile.prompt]), ...meanings].join('\n');
}
