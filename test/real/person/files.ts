import { fileURLToPath } from 'node:url';
import type { CliName } from '@cao/testkit';

/** What people keep in the home of their CLI, by path below the home: an object is merged into the JSON that is there, a text appended. */
export type PersonFiles = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;

/** Stands in the person's instructions. */
export const INSTRUCTION = 'Never use tabs, says the person of this home.';
/** The tool of the person's own MCP server. */
export const TOOL = 'weather';

const SERVER = { command: process.execPath, args: [fileURLToPath(new URL('server.mjs', import.meta.url))] };
const mcpServers = { mine: SERVER };
const instructions = `${INSTRUCTION}\n`;
/** For strings and lists of them, TOML reads JSON. */
const toml = (value: unknown): string => JSON.stringify(value);

/** Instructions, an MCP server, and a hook that runs this shell command at every prompt, where the CLI has hooks in its home. */
export const PERSONS: Readonly<Record<CliName, (hook: string) => PersonFiles>> = {
  claude: (hook) => ({
    '.claude/settings.json': { hooks: { UserPromptSubmit: [{ hooks: [{ type: 'command', command: hook }] }] } },
    '.claude.json': { mcpServers },
    '.claude/CLAUDE.md': instructions,
  }),
  codex: () => ({
    '.codex/config.toml': `\n[mcp_servers.mine]\ncommand = ${toml(SERVER.command)}\nargs = ${toml(SERVER.args)}\n`,
    '.codex/AGENTS.md': instructions,
  }),
  gemini: (hook) => ({
    '.gemini/settings.json': {
      hooks: { BeforeAgent: [{ matcher: '*', hooks: [{ type: 'command', command: hook }] }] },
      mcpServers,
    },
    '.gemini/GEMINI.md': instructions,
  }),
  copilot: () => ({
    '.copilot/mcp-config.json': { mcpServers: { mine: { type: 'local', ...SERVER, tools: ['*'] } } },
    '.copilot/copilot-instructions.md': instructions,
  }),
  opencode: () => ({
    '.config/opencode/opencode.json': { mcp: { mine: { type: 'local', command: [SERVER.command, ...SERVER.args] } } },
    '.config/opencode/AGENTS.md': instructions,
  }),
  kimi: (hook) => ({
    '.kimi-code/config.toml': `\n[[hooks]]\nevent = "UserPromptSubmit"\ncommand = ${toml(hook)}\n`,
    '.kimi-code/mcp.json': { mcpServers },
    '.kimi-code/AGENTS.md': instructions,
  }),
};
