/** CAO's tool words and the bundles a role stands for. */
export const UNRESTRICTED = '*';
export const CAO_MCP_SERVER = 'cao-mcp-server';

export const TOOL_WORDS = ['execute_bash', 'fs_read', 'fs_write', 'fs_list', 'web_fetch'] as const;
export type ToolWord = (typeof TOOL_WORDS)[number];

export const ROLE_TOOLS: Readonly<Record<string, readonly string[]>> = {
  supervisor: ['@cao-mcp-server', 'fs_read', 'fs_list'],
  reviewer: ['@builtin', 'fs_read', 'fs_list', '@cao-mcp-server'],
  developer: ['@builtin', 'fs_*', 'execute_bash', 'web_fetch', '@cao-mcp-server'],
};
export const DEFAULT_ROLE = 'developer';
