import { execFileSync } from 'node:child_process';
import { launchRequest } from '@cao/provider-sdk/testing';
import { expect, it } from 'vitest';
import { mcpSettings } from '../src/mcp-servers.ts';

const { mcp, version } = launchRequest();

it('reaches our tools by address, with the token in a variable and a limit that Codex reads', () => {
  expect(mcpSettings(mcp, version).servers).toEqual({
    cao: '{url="http://127.0.0.1:9889/mcp",bearer_token_env_var="CAO_TOKEN",tool_timeout_sec=3600.0,default_tools_approval_mode="approve"}',
  });
});

it('gives releases that never come back for an answer a process that does', () => {
  const { cao } = mcpSettings(mcp, '0.136.0').servers;
  expect(cao).toContain(`command="${mcp.command}"`);
  expect(cao).toContain('env_vars=["CAO_TERMINAL_ID","CAO_MCP_URL","CAO_TOKEN"]');
  expect(cao).not.toContain('url=');
  expect(mcpSettings(mcp, '0.147.0')).toEqual(mcpSettings(mcp, undefined));
});

it('keeps headers of a server out of the arguments', () => {
  const { servers, env } = mcpSettings(mcp, version, {
    docs: { url: 'https://docs.test/mcp', headers: { 'X-Key': 'secret' } },
  });
  expect(servers['docs']).toContain('env_http_headers={X-Key="CAO_MCP_0_HEADER_0"}');
  expect(env).toEqual({ CAO_MCP_0_HEADER_0: 'secret' });
});

it('starts a server with its own variables, which the agent itself does not have', () => {
  const config = {
    command: 'printenv',
    args: ['KEY', 'PATH_LIKE'],
    env: { KEY: 'a "b" $c', PATH_LIKE: '/x y' },
    timeout: 30_000,
  };
  const { servers, env } = mcpSettings(mcp, version, { store: config });
  const server = servers['store'] ?? '';
  expect(server).toContain('tool_timeout_sec=30.0');
  expect(server).toContain('env_vars=["CAO_TERMINAL_ID","CAO_MCP_0_KEY","CAO_MCP_0_PATH_LIKE"]');
  expect(Object.keys(env)).toEqual(['CAO_MCP_0_KEY', 'CAO_MCP_0_PATH_LIKE']);
  const args = JSON.parse(/args=(\[.*?\]),env_vars/.exec(server)?.[1] ?? '[]') as string[];
  const printed = execFileSync('sh', args, { env: { ...env, PATH: process.env['PATH'] }, encoding: 'utf8' });
  expect(printed).toBe('a "b" $c\n/x y\n');
});

it('lets ours stand for the one of a profile, and says what it leaves out', () => {
  const { servers, advisories } = mcpSettings(mcp, version, {
    'cao-mcp-server': { command: 'uvx' },
    'a.b': { command: 'x' },
    cao: { command: 'x' },
    empty: {},
    plain: { command: 'x' },
  });
  expect(Object.keys(servers)).toEqual(['cao', 'plain']);
  expect(advisories).toHaveLength(3);
});
