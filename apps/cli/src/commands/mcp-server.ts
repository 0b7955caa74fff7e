import { pathToFileURL } from 'node:url';
import { defineCommand } from '../command.ts';

export const mcpServer = defineCommand({
  description:
    'Serves the agent tools (handoff, assign, send_message, …) over stdio, for agent command lines that cannot reach them over HTTP.\nThe same program as cao-mcp-server. Meant to be started by an agent, inside a session; prints nothing of its own on stdout.',
  arguments: [],
  options: {},
  examples: [{ command: 'cao mcp-server', note: 'as the command of an MCP server entry' }],
  async run() {
    const { mcpServerScript } = await import('../server/program.ts');
    const script = mcpServerScript();
    process.argv = [process.execPath, script];
    // It serves until its stdin ends, then ends the process.
    await import(pathToFileURL(script).href);
    return new Promise(() => undefined);
  },
});
