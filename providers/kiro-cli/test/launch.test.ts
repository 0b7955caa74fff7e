import { ROLE_TOOLS } from '@cao/contracts';
import type { LaunchRequest } from '@cao/provider-sdk';
import { launchRequest } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { plan } from '../src/launch.ts';
import { toolLists } from '../src/tools.ts';

const SCRATCH = '/home/someone/.cao/scratch/0a1b2c3d';
const AGENTS = `${SCRATCH}/kiro/agents`;
const request = (partial: Partial<LaunchRequest> = {}) => launchRequest({ version: '2.28.0', ...partial });
const profile = (more: Partial<LaunchRequest['profile']>) => ({ ...launchRequest().profile, ...more });

function agentOf(partial: Partial<LaunchRequest>): Record<string, unknown> {
  const [file] = plan(request(partial)).files ?? [];
  return JSON.parse(file?.content ?? '') as Record<string, unknown>;
}

describe('the command line', () => {
  it('names engine, trust, model and agent', () => {
    expect(plan(request({ model: 'auto' })).argv).toEqual([
      '/opt/agents/bin/agent',
      'chat',
      '--agent-engine',
      'v2',
      '--trust-all-tools',
      '--model',
      'auto',
      '--agent',
      'cao-0a1b2c3d',
    ]);
  });

  it('goes on with a session only when it is a known one', () => {
    const resumed = plan(request({ resume: 'f2946a26' }));
    expect(resumed.argv.slice(-2)).toEqual(['--resume-id', 'f2946a26']);
    expect(resumed.conversationId).toBe('f2946a26');
    const fresh = plan(request());
    expect(fresh.argv).not.toContain('--resume-id');
    expect(fresh.conversationId).toBeUndefined();
  });

  it('leaves questions to the person when nobody said otherwise', () => {
    expect(plan(request({ autoApprove: false })).argv).not.toContain('--trust-all-tools');
  });

  it.each([
    ['2.12.0', false],
    ['2.13.0', true],
    [undefined, true],
  ])('of %s names the engine: %s', (version, named) => {
    expect(plan(request({ version })).argv.includes('--agent-engine')).toBe(named);
  });

  it('starts an agent of Kiro’s own as it is, and says what that means', () => {
    const native = plan(request({ profile: profile({ native_agent: 'reviewer' }) }));
    expect(native.argv.slice(-2)).toEqual(['--agent', 'reviewer']);
    expect(native).not.toHaveProperty('files');
    expect(native.advisories).toHaveLength(1);
  });
});

describe('the folder of agents', () => {
  it('shows the project’s agents, then the person’s, and ours', () => {
    const { env, mirrors, files } = plan(request({ cwd: '/srv/shop' }));
    expect(env).toEqual({ KIRO_AGENT_CONFIG_DIR: AGENTS });
    expect(mirrors).toEqual([
      { path: AGENTS, of: '/srv/shop/.kiro/agents', except: ['cao-0a1b2c3d.json'] },
      { path: AGENTS, of: '/home/someone/.kiro/agents', except: ['cao-0a1b2c3d.json'] },
    ]);
    expect(files?.map(({ path }) => path)).toEqual([`${AGENTS}/cao-0a1b2c3d.json`]);
  });

  it('follows what the person has moved', () => {
    const ofPerson = (env: Record<string, string>) => plan(request({ env })).mirrors?.at(-1)?.of;
    expect(ofPerson({ KIRO_HOME: '/data/kiro' })).toBe('/data/kiro/agents');
    expect(ofPerson({ KIRO_HOME: '/data/kiro', KIRO_AGENT_CONFIG_DIR: '/data/agents' })).toBe('/data/agents');
  });

  it('is part of a home that is the person’s otherwise, where Kiro cannot move agents alone', () => {
    const { env, mirrors } = plan(request({ version: '2.18.1' }));
    expect(env).toEqual({ KIRO_AGENT_CONFIG_DIR: AGENTS, KIRO_HOME: `${SCRATCH}/kiro` });
    expect(mirrors?.[0]).toEqual({ path: `${SCRATCH}/kiro`, of: '/home/someone/.kiro', except: ['agents'] });
  });

  it('cannot be moved before 2.3, and that is said', () => {
    expect(plan(request({ version: '2.2.0' })).advisories).toEqual([expect.stringContaining('update it')]);
    expect(plan(request({ version: '2.3.0' })).advisories).toBeUndefined();
  });
});

describe('the agent', () => {
  it('has the prompt, our server and its limit, and no secret', () => {
    expect(agentOf({ systemPrompt: 'You write code.' })).toMatchObject({
      name: 'cao-0a1b2c3d',
      prompt: 'You write code.',
      includeMcpJson: true,
      mcpServers: { 'cao-mcp-server': { command: 'cao-mcp-server', args: [], timeout: 3_600_000 } },
    });
    expect(agentOf({ systemPrompt: '' })).not.toHaveProperty('prompt');
    expect(agentOf({ systemPrompt: 'file:///etc/passwd' })['prompt']).toBe('\nfile:///etc/passwd');
  });

  it('keeps what the profile says for Kiro; a server that takes our name does not count', () => {
    const agent = agentOf({
      profile: profile({
        mcpServers: { 'cao-mcp-server': { command: 'old' }, store: { command: 'store', env: { KEY: 'x' } } },
        resources: ['file://NOTES.md'],
        toolsSettings: { fs_write: { allowedPaths: ['src/**'] } },
        toolAliases: { '@store/get': 'fetch' },
        hooks: { stop: [{ command: 'theirs' }], custom: [] },
      }),
    });
    expect(agent).toMatchObject({
      mcpServers: { 'cao-mcp-server': { command: 'cao-mcp-server' }, store: { command: 'store', env: { KEY: 'x' } } },
      resources: ['file://NOTES.md'],
      toolsSettings: { fs_write: { allowedPaths: ['src/**'] } },
      toolAliases: { '@store/get': 'fetch' },
    });
    const hooks = agent['hooks'] as Record<string, { command: string }[]>;
    expect(hooks['stop']?.map(({ command }) => command)).toEqual([
      'theirs',
      expect.stringMatching(/CAO_SIGNAL_FILE.*\|\| true$/s),
    ]);
    expect(Object.keys(hooks)).toEqual(['stop', 'custom', 'agentSpawn', 'userPromptSubmit']);
  });

  it('reads by itself what Kiro’s default agent reads', () => {
    expect(agentOf({ env: { KIRO_HOME: '/data/kiro' } })['resources']).toContain('file:///data/kiro/steering/**/*.md');
  });
});

describe('tools', () => {
  const lists = (words: readonly string[], autoApprove: boolean) =>
    toolLists(words, { servers: ['store', 'cao-mcp-server'], autoApprove });

  it('are all there when nothing is restricted', () => {
    expect(lists(['*'], true)).toMatchObject({ tools: ['*'] });
    expect(lists(['*'], false).allowedTools).toEqual([
      'fs_read',
      'glob',
      'grep',
      'introspect',
      'thinking',
      'todo_list',
      '@store',
      '@cao-mcp-server',
    ]);
  });

  it('never become everything by Kiro’s meaning of @builtin', () => {
    const { tools } = lists(ROLE_TOOLS['reviewer'] ?? [], true);
    expect(tools).toEqual(['introspect', 'thinking', 'todo_list', 'fs_read', 'glob', 'grep', '@cao-mcp-server']);
  });

  it('that are not visible are not allowed either', () => {
    expect(lists(['fs_write', '@store'], false)).toEqual({ tools: ['fs_write', '@store'], allowedTools: ['@store'] });
    expect(lists([], true)).toEqual({ tools: [], allowedTools: [] });
    expect(lists(['constructor', 'no_such_word'], true).tools).toEqual([]);
  });
});
