import { ROLE_TOOLS } from '@cao/contracts';
import type { LaunchRequest } from '@cao/provider-sdk';
import { launchRequest } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { plan } from '../src/launch.ts';
import { readSignal } from '../src/signals.ts';
import { toolLists } from '../src/tools.ts';

const SCRATCH = '/home/someone/.cao/scratch/0a1b2c3d';
const request = (partial: Partial<LaunchRequest> = {}) => launchRequest({ version: '1.19.7', ...partial });
const profile = (more: Partial<LaunchRequest['profile']>) => ({ ...launchRequest().profile, ...more });

function agentOf(partial: Partial<LaunchRequest>): Record<string, unknown> {
  const [file] = plan(request(partial)).files ?? [];
  return JSON.parse(file?.content ?? '') as Record<string, unknown>;
}

describe('a launch', () => {
  it('names trust, model and agent', () => {
    const { argv } = plan(request({ model: 'claude-sonnet-4' }));
    expect(argv.slice(1)).toEqual([
      'chat',
      '--trust-all-tools',
      '--model',
      'claude-sonnet-4',
      '--agent',
      'cao-0a1b2c3d',
    ]);
    expect(plan(request({ autoApprove: false })).argv).not.toContain('--trust-all-tools');
  });

  it('keeps its agent with the terminal, where a link in the person’s folder leads to', () => {
    expect(plan(request())).toMatchObject({
      files: [{ path: `${SCRATCH}/agent.json` }],
      links: [{ path: '/home/someone/.aws/amazonq/cli-agents/cao-0a1b2c3d.json', to: `${SCRATCH}/agent.json` }],
    });
  });

  it('starts an agent of Q’s own as it is, and says what that means', () => {
    const native = plan(request({ profile: profile({ native_agent: 'reviewer' }) }));
    expect(native.argv.slice(-2)).toEqual(['--agent', 'reviewer']);
    expect(native).not.toHaveProperty('links');
    expect(native.advisories).toHaveLength(1);
  });
});

describe('the agent', () => {
  it('has only fields that Q knows, since it refuses a file with others', () => {
    const agent = agentOf({
      profile: profile({ toolAliases: { '@store/get': 'fetch' }, toolsSettings: {}, hooks: { sessionStart: [{}] } }),
    });
    expect(Object.keys(agent)).toEqual([
      'name',
      'description',
      'prompt',
      'mcpServers',
      'useLegacyMcpJson',
      'tools',
      'allowedTools',
      'toolAliases',
      'toolsSettings',
      'resources',
      'hooks',
    ]);
    expect(agent['hooks']).not.toHaveProperty('sessionStart');
    expect(agentOf({ systemPrompt: 'file:///etc/passwd' })['prompt']).toBe('\nfile:///etc/passwd');
  });

  it.each([
    ['1.19.7', ['userPromptSubmit', 'stop']],
    ['1.17.1', ['userPromptSubmit']],
    [undefined, ['userPromptSubmit', 'stop']],
  ])('of %s is called at %j', (version, events) => {
    expect(Object.keys(agentOf({ version })['hooks'] as object)).toEqual(events);
  });

  it('runs the profile’s hooks before ours', () => {
    const { stop } = agentOf({ profile: profile({ hooks: { stop: [{ command: 'theirs' }] } }) })['hooks'] as {
      stop: { command: string }[];
    };
    expect(stop.map(({ command }) => command)).toEqual(['theirs', expect.stringMatching(/\|\| true$/)]);
  });

  it('starts our server with its limit; a server that takes our name does not count', () => {
    const mcpServers = { 'cao-mcp-server': { command: 'old' }, store: { command: 'store' } };
    expect(agentOf({ profile: profile({ mcpServers }) })['mcpServers']).toEqual({
      store: { command: 'store' },
      'cao-mcp-server': { command: 'cao-mcp-server', args: [], timeout: 3_600_000 },
    });
  });
});

describe('tools', () => {
  const lists = (words: readonly string[], autoApprove: boolean) =>
    toolLists(words, { servers: ['store', 'cao-mcp-server'], autoApprove });

  it('never become everything by Q’s meaning of @builtin', () => {
    expect(lists(ROLE_TOOLS['reviewer'] ?? [], true).tools).toEqual([
      'introspect',
      'thinking',
      'todo_list',
      'fs_read',
      '@cao-mcp-server',
    ]);
  });

  it('that Q does not have are told, not widened', () => {
    expect(plan(request({ allowedTools: ['fs_list', 'web_fetch'] })).advisories).toEqual([
      expect.stringContaining('fs_list is not granted'),
      expect.stringContaining('web_fetch is not granted'),
    ]);
    expect(lists(['fs_list', 'web_fetch'], true).tools).toEqual([]);
    expect(lists(['fs_*'], true)).toMatchObject({ tools: ['fs_read', 'fs_write'], missing: [] });
  });

  it('that are harmless run without a question, those of servers too', () => {
    expect(lists(['*'], false)).toMatchObject({
      tools: ['*'],
      allowedTools: ['fs_read', 'introspect', 'thinking', 'todo_list', '@store', '@cao-mcp-server'],
    });
    expect(lists(['fs_write', '@store'], false).allowedTools).toEqual(['@store']);
  });
});

it('hooks tell both ends of a turn', () => {
  expect(readSignal({ hook_event_name: 'userPromptSubmit', cwd: '/', prompt: 'a\nb' })).toEqual([
    { type: 'turn_started', prompt: 'a\nb', rule: 'hook userPromptSubmit' },
  ]);
  expect(readSignal({ hook_event_name: 'stop', cwd: '/' })).toEqual([{ type: 'turn_completed', rule: 'hook stop' }]);
  expect(readSignal({ hook_event_name: 'agentSpawn', cwd: '/' })).toEqual([]);
});
