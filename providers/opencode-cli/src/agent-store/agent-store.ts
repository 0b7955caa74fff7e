import { join } from 'node:path';
import type { AgentPlace, AgentStore, AgentStoreRequest } from '@cao/provider-sdk';
import { configWith } from './config-file.ts';
import { permissionMap } from './permission-map.ts';

/**
 * A configuration folder of CAO's for OpenCode, apart from the person's own: `OPENCODE_CONFIG_DIR=~/.aws/opencode opencode` shows
 * its agents.
 */
export const agentStore: AgentStore = {
  file,
  otherFiles: (place) => [configFile(place)],
  isOurs: (content) => frontMatter(content)?.includes(MARK) === true,
  plan(request) {
    const config = configFile(request);
    const { content, advisories } = configWith(request.userFiles[config], request);
    return {
      files: [{ path: file(request), content: agentFile(request) }, ...(content ? [{ path: config, content }] : [])],
      links: [{ path: join(folder(request), 'skills'), to: request.skillsFolder }],
      ...(advisories.length > 0 ? { advisories } : {}),
    };
  },
};

/** Where the person keeps their skills for OpenCode. */
export function skillFolder({ home, env }: Pick<AgentPlace, 'home' | 'env'>): string {
  const moved = env['XDG_CONFIG_HOME'];
  return join(moved?.startsWith('/') ? moved : join(home, '.config'), 'opencode', 'skills');
}

const MARK = '\n# Installed by CAO from ';

function folder({ home }: Pick<AgentPlace, 'home'>): string {
  return join(home, '.aws', 'opencode');
}

function file(place: AgentPlace): string {
  return join(folder(place), 'agents', `${place.id}.md`);
}

function configFile(place: AgentPlace): string {
  return join(folder(place), 'opencode.json');
}

/** Every JSON string is a YAML string. Skills come through the link, so the prompt does not list them. */
function agentFile({ profile, contextFile, allowedTools }: AgentStoreRequest): string {
  const { description, model, system_prompt: text, prompt = '' } = profile;
  const lines = [
    '---',
    `description: ${JSON.stringify(description || `CAO agent ${profile.name}`)}`,
    'mode: all',
    ...(model === undefined ? [] : [`model: ${JSON.stringify(model)}`]),
    'permission:',
    ...Object.entries(permissionMap(allowedTools)).map(([tool, action]) => `  ${tool}: ${action}`),
    `${MARK.trim()} ${contextFile.replaceAll(/[\r\n]/g, ' ')}`,
    '---',
    '',
    text === '' ? prompt : text,
    '',
  ];
  return lines.join('\n');
}

function frontMatter(content: string): string | undefined {
  return /^---\n[\s\S]*?\n---\n/.exec(content)?.[0];
}
