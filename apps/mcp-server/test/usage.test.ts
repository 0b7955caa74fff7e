import { expect, test } from 'vitest';
import { AGENT_USAGE, OPERATOR_USAGE } from '../src/usage.ts';

test('help of cao-mcp-server', () =>
  expect(AGENT_USAGE).toMatchInlineSnapshot(`
  "Usage: cao-mcp-server

  Serves the agent tools (handoff, assign, send_message, …) over stdio, for agent CLIs that cannot reach them over HTTP.
  Meant to be started by an agent, inside a session: it reads CAO_MCP_URL (or CAO_API_HOST and CAO_API_PORT), CAO_TOKEN and
  CAO_TERMINAL_ID. Ends with its input.

    -h, --help          print this

  Example, as an entry of an agent CLI's MCP servers:
    { "mcpServers": { "cao-mcp-server": { "type": "stdio", "command": "cao-mcp-server" } } }
  "
`));

test('help of cao-ops-mcp-server', () =>
  expect(OPERATOR_USAGE).toMatchInlineSnapshot(`
  "Usage: cao-ops-mcp-server

  Serves the operations tools over stdio: profiles, launch, send, wait, status, answers, shutdown. For an agent outside every
  session, which starts teams of agents and looks after them. Finds the server of CAO_HOME_DIR and the owner's token by itself;
  cao ops-mcp-server also starts that server. Ends with its input.

    -h, --help          print this

  Example, for Claude Code:
    claude mcp add cao-ops -- cao-ops-mcp-server
  "
`));
