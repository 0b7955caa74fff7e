import { defineCommand } from '../command.ts';

export const opsMcpServer = defineCommand({
  description:
    'Serves the operations tools over stdio: profiles, launch, send, wait, status, answers, shutdown. For an agent outside every session, which starts teams of agents and looks after them.\nThe same program as cao-ops-mcp-server, but starts cao-server first when none is running. Prints nothing of its own on stdout.',
  arguments: [],
  options: {},
  examples: [
    {
      command: 'cao ops-mcp-server',
      note: 'as the command of an MCP server entry; for Claude Code: claude mcp add cao-ops -- cao ops-mcp-server',
    },
  ],
  async run(_input, io) {
    const { ensureServer } = await import('../server/start.ts');
    await ensureServer(io);
    const { opsMcpServerScript } = await import('../server/program.ts');
    return io.become(opsMcpServerScript(), []);
  },
});
