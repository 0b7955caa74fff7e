import { defineCommand } from '../command.ts';

export const mcpServer = defineCommand({
  description:
    'Serves the agent tools (handoff, assign, send_message, …) over stdio, for agent command lines that cannot reach them over HTTP.\nThe same program as cao-mcp-server. Meant to be started by an agent, inside a session; prints nothing of its own on stdout.',
  arguments: [],
  options: {},
  examples: [{ command: 'cao mcp-server', note: 'as the command of an MCP server entry' }],
  async run(_input, io) {
    const { mcpServerScript } = await import('../server/program.ts');
    return io.become(mcpServerScript(), []);
  },
});
