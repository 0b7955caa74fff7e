import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchRequest } from '@cao/provider-sdk/testing';
import type { LaunchRequest } from '@cao/provider-sdk';
import { describe, expect, it } from 'vitest';
import { plan } from '../src/launch.ts';

interface Config {
  readonly plugin: readonly string[];
  readonly instructions?: readonly string[];
  readonly mcp: Readonly<Record<string, object>>;
  readonly agent: Readonly<Record<string, { readonly permission: Readonly<Record<string, string>> }>>;
  readonly [key: string]: unknown;
}

function planOf(partial: Partial<LaunchRequest> = {}) {
  const made = plan(launchRequest(partial));
  const config = JSON.parse(made.env?.['OPENCODE_CONFIG_CONTENT'] ?? '{}') as Config;
  const denied = JSON.parse(made.env?.['CAO_OPENCODE_DENIED'] ?? '[]') as string[];
  return { ...made, config, denied };
}

const { profile } = launchRequest();

describe('launch', () => {
  it('is an ordinary start with everything in the environment', () => {
    const { argv, env, files, config } = planOf();
    expect(argv).toEqual(['/opt/agents/bin/agent']);
    expect(env?.['OPENCODE_DISABLE_AUTOUPDATE']).toBe('1');
    expect(files).toEqual([
      { path: '/home/someone/.cao/scratch/0a1b2c3d/instructions.md', content: 'You write code.\n' },
    ]);
    expect({ ...config, plugin: config.plugin.length }).toMatchInlineSnapshot(`
      {
        "agent": {
          "build": {
            "permission": {
              "*": "allow",
              "cao-mcp-server_*": "allow",
            },
          },
          "general": {
            "permission": {
              "*": "allow",
              "cao-mcp-server_*": "allow",
            },
          },
        },
        "instructions": [
          "/home/someone/.cao/scratch/0a1b2c3d/instructions.md",
        ],
        "mcp": {
          "cao-mcp-server": {
            "enabled": true,
            "headers": {
              "Authorization": "Bearer {env:CAO_TOKEN}",
            },
            "oauth": false,
            "timeout": 3600000,
            "type": "remote",
            "url": "{env:CAO_MCP_URL}",
          },
        },
        "plugin": 1,
      }
    `);
  });

  it('brings a plugin that is there', () => {
    const [url] = planOf().config.plugin;
    expect(existsSync(fileURLToPath(url ?? ''))).toBe(true);
  });

  it.each<[string, Partial<LaunchRequest>, readonly string[]]>([
    ['resumes a session', { resume: 'ses_1' }, ['--session', 'ses_1']],
    ['takes a model', { model: 'x/y' }, ['--model', 'x/y']],
    ['takes an agent of OpenCode', { profile: { ...profile, native_agent: 'docs' } }, ['--agent', 'docs']],
    ['plans only', { profile: { ...profile, permissionMode: 'plan' } }, ['--agent', 'plan']],
  ])('%s', (_name, request, words) => {
    expect(planOf(request).argv.slice(1)).toEqual(words);
  });

  it('knows the conversation only when it resumes one', () => {
    expect(planOf().conversationId).toBeUndefined();
    expect(planOf({ resume: 'ses_1' }).conversationId).toBe('ses_1');
  });

  it('brings no instructions where there are none', () => {
    const { config, files } = planOf({ systemPrompt: ' ' });
    expect(config.instructions).toBeUndefined();
    expect(files).toBeUndefined();
  });
});

describe('configuration of the person in the same variable', () => {
  const own = `{
    // mine
    "theme": "mine", "plugin": ["my-plugin"], "instructions": ["MY.md",],
    "mcp": { "store": { "type": "remote", "url": "http://store//x" }, "cao-mcp-server": { "type": "local", "command": ["x"] } },
    "agent": { "build": { "temperature": 1, "permission": { "bash": "deny" } } }
  }`;
  const { config, env } = planOf({ env: { OPENCODE_CONFIG_CONTENT: own } });

  it('stays beside ours', () => {
    expect(config['theme']).toBe('mine');
    expect(config.plugin[0]).toBe('my-plugin');
    expect(config.plugin).toHaveLength(2);
    expect(config.instructions).toEqual(['MY.md', '/home/someone/.cao/scratch/0a1b2c3d/instructions.md']);
    expect(config.mcp['store']).toEqual({ type: 'remote', url: 'http://store//x' });
    expect(config.agent['build']).toEqual({
      temperature: 1,
      permission: { '*': 'allow', 'cao-mcp-server_*': 'allow' },
    });
  });

  it('never mixes with our server', () => {
    expect(config.mcp['cao-mcp-server']).not.toHaveProperty('command');
  });

  it('is handed on to an OpenCode that the agent starts', () => {
    expect(env?.['CAO_OPENCODE_CONFIG']).toBe(own);
  });

  it('is left out, with a word, when it cannot be read', () => {
    const { config: ours, advisories } = planOf({ env: { OPENCODE_CONFIG_CONTENT: '{ broken' } });
    expect(ours.plugin).toHaveLength(1);
    expect(advisories).toHaveLength(1);
  });
});

describe('tools', () => {
  it('are all there without a question when nothing is restricted', () => {
    const { config, denied } = planOf();
    expect(denied).toEqual([]);
    expect(config.agent['build']?.permission['*']).toBe('allow');
    expect(config.agent).not.toHaveProperty('plan');
  });

  it('ask a person when nobody agreed beforehand, but ours never do', () => {
    const { permission } = planOf({ autoApprove: false }).config.agent['build'] ?? {};
    expect(permission).toMatchObject({ bash: 'ask', edit: 'ask', 'cao-mcp-server_*': 'allow' });
    expect(permission).not.toHaveProperty('*');
  });

  it('are refused by the rules and by the plugin', () => {
    const { config, denied } = planOf({ allowedTools: ['fs_read', 'fs_list', '@cao-mcp-server'] });
    expect(denied).toEqual(expect.arrayContaining(['bash', 'task', 'edit', 'write', 'apply_patch', 'webfetch']));
    expect(denied).not.toContain('read');
    expect(denied).not.toContain('cao-mcp-server_*');
    for (const agent of ['build', 'general', 'plan', 'explore']) {
      expect(config.agent[agent]?.permission).toMatchObject({ bash: 'deny', edit: 'deny' });
    }
    // Rules count in order: what is refused comes last.
    expect(Object.entries(config.agent['build']?.permission ?? {}).at(0)).toEqual(['*', 'allow']);
  });

  it('of servers that are not named are refused', () => {
    const mcpServers = { 'my store': { command: 'store' } };
    const { denied } = planOf({ allowedTools: ['fs_*'], profile: { ...profile, mcpServers } });
    expect(denied).toEqual(expect.arrayContaining(['my_store_*', 'cao-mcp-server_*']));
  });

  it('are all refused for an empty list, and no server is brought', () => {
    const { config, denied } = planOf({ allowedTools: [] });
    expect(denied).toEqual(['*']);
    expect(config.mcp).toEqual({});
    expect(config.agent['build']?.permission).toEqual({ '*': 'deny' });
  });
});

describe('servers of the profile', () => {
  it('are told for whom they work, in the words of OpenCode', () => {
    const mcpServers = {
      store: { command: 'store', args: ['-v'], env: { KEY: 'k' } },
      web: { url: 'http://x', headers: { A: 'b' }, timeout: 5 },
      nothing: {},
    };
    const { config, advisories } = planOf({ profile: { ...profile, mcpServers } });
    expect(config.mcp['store']).toEqual({
      type: 'local',
      command: ['store', '-v'],
      environment: { CAO_TERMINAL_ID: '0a1b2c3d', KEY: 'k' },
      enabled: true,
    });
    expect(config.mcp['web']).toEqual({
      type: 'remote',
      url: 'http://x',
      headers: { A: 'b' },
      enabled: true,
      timeout: 5,
    });
    expect(advisories).toEqual([expect.stringContaining("'nothing'")]);
  });
});
