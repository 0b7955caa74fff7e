import { join } from 'node:path';
import type { LaunchPlan, LaunchRequest } from '@cao/provider-sdk';
import { hooksFile } from './hooks.ts';
import type { McpServers } from './mcp-servers.ts';

/** Name and folder of our extension. Two extensions of one name would keep all of them from loading, so it is no common one. */
export const EXTENSION = 'cao-terminal';
/** Rules and role of the agent; an extension brings them without a file in the project. */
const CONTEXT_FILE = 'CAO.md';

/** Files of the extension that carries our hooks, our tools and the system prompt. */
export function extensionFiles(
  folder: string,
  request: LaunchRequest,
  servers: McpServers['servers'],
): NonNullable<LaunchPlan['files']> {
  const prompt = request.systemPrompt.trim();
  const manifest = {
    name: EXTENSION,
    version: '1.0.0',
    description: 'Connects this terminal with CAO.',
    mcpServers: servers,
    ...(prompt === '' ? {} : { contextFileName: CONTEXT_FILE }),
  };
  return [
    { path: join(folder, 'gemini-extension.json'), content: json(manifest) },
    { path: join(folder, 'hooks', 'hooks.json'), content: json(hooksFile(request.hookCommand)) },
    ...(prompt === '' ? [] : [{ path: join(folder, CONTEXT_FILE), content: `${withoutImports(prompt)}\n` }]),
  ];
}

/** In a context file `@name` stands for the text of that file. A blank that nobody sees takes this meaning away. */
function withoutImports(text: string): string {
  return text.replace(/(^|\s)@(?=\S)/g, '$1@\u200B');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
