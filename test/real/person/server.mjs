// An MCP server of the person's own, with one tool.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

const server = new McpServer({ name: 'mine', version: '1.0.0' });
server.registerTool('weather', { description: 'Tells the weather.' }, () => ({
  content: [{ type: 'text', text: 'it rains' }],
}));
await server.connect(new StdioServerTransport());
