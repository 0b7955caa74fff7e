import { join } from 'node:path';
import { CaoError } from '@cao/contracts';
import type { AgentPlace, AgentStore, AgentStoreRequest } from '@cao/provider-sdk';
import { configDirectory } from './paths.ts';

/** Copilot's own agents, as Markdown files of the person's; `/agent` lists them. */
export const agentStore: AgentStore = {
  file,
  isOurs: (content) => frontMatter(content)?.includes(MARK) === true,
  plan: (request) => ({ files: [{ path: file(request), content: `${head(request)}${body(request)}` }] }),
  refresh(content, request) {
    const front = frontMatter(content);
    return front === undefined ? undefined : `${front}${body(request)}`;
  },
};

/** A comment for Copilot; what is under it is written anew by each install. */
const MARK = '\n# Installed by CAO from ';

function file({ id, ...where }: AgentPlace): string {
  return join(configDirectory(where), 'agents', `${id}.agent.md`);
}

/** Every JSON string is a YAML string. */
function head({ id, profile, contextFile }: AgentStoreRequest): string {
  const description = profile.description || `CAO agent ${profile.name}`;
  return `---\nname: ${JSON.stringify(id)}\ndescription: ${JSON.stringify(description)}${MARK}${oneLine(contextFile)}\n---\n`;
}

function body({ profile, skillCatalogue }: AgentStoreRequest): string {
  const prompt = profile.system_prompt === '' ? (profile.prompt ?? '') : profile.system_prompt;
  if (prompt.trim() === '') {
    throw new CaoError(
      'profile_invalid',
      `Profile '${profile.name}' has no text, which an agent of Copilot must have`,
      {
        hint: 'Write the instructions below the front matter.',
      },
    );
  }
  return `\n${[prompt, skillCatalogue].filter((part) => part !== '').join('\n\n')}\n`;
}

/** With its fences and the line end behind them. */
function frontMatter(content: string): string | undefined {
  return /^---\n[\s\S]*?\n---\n/.exec(content)?.[0];
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]/g, ' ');
}
