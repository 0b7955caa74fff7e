import { launchRequest } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import type { LaunchRequest } from '@cao/provider-sdk';
import { plan, userFiles } from '../src/launch.ts';

const planOf = (partial: Partial<LaunchRequest> = {}) => plan(launchRequest({ executable: 'copilot', ...partial }));
const flags = (partial: Partial<LaunchRequest> = {}) => planOf(partial).argv.join(' ');
const fileOf = (partial: Partial<LaunchRequest>, name: string) =>
  planOf(partial).files?.find(({ path }) => path.endsWith(name))?.content;
const serverOf = (version: string | undefined) => {
  const { mcpServers } = JSON.parse(planOf({ version }).argv.at(-1) ?? '') as { mcpServers: Record<string, unknown> };
  return mcpServers[launchRequest().mcp.name];
};
const profile = { name: 'developer', description: '', system_prompt: '' };

describe('a launch', () => {
  it('names the conversation, or resumes one', () => {
    const { newConversationId } = launchRequest();
    expect(flags()).toContain(`--session-id ${newConversationId}`);
    expect(planOf().conversationId).toBe(newConversationId);
    expect(flags({ resume: 'abc' })).toContain('--resume=abc');
    expect(flags({ resume: 'abc' })).not.toContain('--session-id');
    expect(planOf({ resume: 'abc' }).conversationId).toBe('abc');
  });

  it('passes model and agent on', () => {
    const given = flags({ model: 'gpt-6', profile: { ...profile, native_agent: 'reviewer' } });
    expect(given).toContain('--agent reviewer --model gpt-6');
  });

  it('tells the prompt in a folder of instructions, beside the person’s own', () => {
    expect(fileOf({ systemPrompt: 'Be brief.' }, 'cao.instructions.md')).toBe('Be brief.\n');
    const variable = 'COPILOT_CUSTOM_INSTRUCTIONS_DIRS';
    const { scratch } = launchRequest();
    expect(planOf({ systemPrompt: 'x' }).env?.[variable]).toBe(`${scratch}/instructions`);
    expect(planOf({ systemPrompt: 'x', env: { [variable]: '/mine' } }).env?.[variable]).toBe(
      `/mine,${scratch}/instructions`,
    );
    expect(planOf({ systemPrompt: '' }).env).toBeUndefined();
  });

  it('gives every hook a command that says its name', () => {
    const { hooks } = JSON.parse(fileOf({ hookCommand: 'cat >>"$CAO_SIGNAL_FILE"' }, 'hooks.json') ?? '') as {
      hooks: Record<string, { bash: string }[]>;
    };
    expect(Object.keys(hooks)).toContain('agentStop');
    for (const [event, [hook]] of Object.entries(hooks)) {
      expect(hook?.bash).toContain(`"event":"${event}"`);
      expect(hook?.bash).toContain('cat >>"$CAO_SIGNAL_FILE"');
    }
  });
});

describe('MCP servers', () => {
  it('ours comes with its time limit, and its token only by name', () => {
    const { mcp } = launchRequest();
    expect(serverOf(undefined)).toEqual({
      type: 'http',
      url: mcp.url,
      headers: { Authorization: `Bearer \${${mcp.tokenVariable}}` },
      tools: ['*'],
      timeout: mcp.timeoutMs,
    });
  });

  it('ours is a process for releases that never come back for an answer', () => {
    const { mcp } = launchRequest();
    const bridge = { type: 'local', command: mcp.command, args: mcp.args, tools: ['*'], timeout: mcp.timeoutMs };
    for (const version of ['1.0.73', '0.9.200', '1.0.101']) expect(serverOf(version)).toEqual(bridge);
    for (const version of ['1.0.102', '1.1.0', '2.0.0', undefined]) expect(serverOf(version)).toHaveProperty('url');
  });

  it('of the profile stand in a file, since arguments are visible to everybody', () => {
    const mcpServers = {
      docs: { command: 'docs', env: { KEY: 'secret' } },
      web: { url: 'https://example.org/mcp', headers: { Authorization: 'secret' } },
      [launchRequest().mcp.name]: { command: 'old' },
    };
    const partial = { profile: { ...profile, mcpServers } };
    expect(flags(partial)).not.toContain('secret');
    expect(flags(partial)).toContain(`--additional-mcp-config @${launchRequest().scratch}/mcp-servers.json`);
    expect(JSON.parse(fileOf(partial, 'mcp-servers.json') ?? '')).toMatchObject({
      mcpServers: {
        docs: { type: 'local', command: 'docs', env: { KEY: 'secret', CAO_TERMINAL_ID: launchRequest().terminalId } },
        web: { type: 'http', headers: { Authorization: 'secret' } },
      },
    });
    expect(fileOf(partial, 'mcp-servers.json')).not.toContain('old');
  });
});

describe('permissions', () => {
  it('everything runs without a question when nobody wants one', () => {
    expect(flags()).toContain('--allow-all');
    expect(flags()).not.toMatch(/--deny|--excluded|--disable/);
  });

  it('our own tools never ask', () => {
    const given = flags({ autoApprove: false });
    expect(given).not.toContain('--allow-all');
    expect(given).toContain(`--allow-tool=${launchRequest().mcp.name}`);
  });

  it('the profile’s mode wins over the launch', () => {
    const withMode = (permissionMode: 'plan' | 'acceptEdits' | 'default') =>
      flags({ profile: { ...profile, permissionMode } });
    expect(withMode('default')).not.toContain('--allow-all');
    expect(withMode('plan')).toContain('--plan');
    expect(withMode('acceptEdits')).toContain('--allow-tool=write');
  });

  it('a reader is offered no tool to write or run with, and refused both', () => {
    const { name } = launchRequest().mcp;
    const given = flags({ allowedTools: [`@${name}`, 'fs_read', 'fs_list'] });
    for (const tool of ['bash', 'write_bash', 'create', 'edit', 'apply_patch', 'task', 'web_fetch'])
      expect(given).toContain(`--excluded-tools=${tool}`);
    for (const kind of ['shell', 'write', 'url']) expect(given).toContain(`--deny-tool=${kind}`);
    for (const tool of ['view', 'grep', 'glob']) expect(given).not.toContain(`=${tool}`);
    expect(given).not.toContain(`--deny-tool=${name}`);
  });

  it('a restricted agent keeps no server that no word names, also none of the person’s', () => {
    const [file = ''] = userFiles(launchRequest());
    const userFile = { [file]: JSON.stringify({ mcpServers: { mail: {}, wiki: {} } }) };
    const given = flags({ allowedTools: ['fs_*', '@wiki'], userFiles: userFile });
    expect(given).toContain('--disable-mcp-server=mail');
    expect(given).not.toContain('--disable-mcp-server=wiki');
    expect(given).toContain('--disable-builtin-mcps');
    expect(given).toContain(`--deny-tool=${launchRequest().mcp.name}`);
    expect(flags({ userFiles: userFile })).not.toContain('mail');
    expect(() => flags({ allowedTools: ['fs_*'], userFiles: { [file]: '{ broken' } })).not.toThrow();
  });

  it('nothing at all is nothing at all', () => {
    const given = flags({ allowedTools: [] });
    expect(given).toContain('--available-tools=none');
    expect(given).not.toContain('--additional-mcp-config');
  });
});
