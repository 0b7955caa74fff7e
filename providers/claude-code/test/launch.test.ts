import { describe, expect, test } from 'vitest';
import { launchRequest } from '@cao/provider-sdk/testing';
import type { LaunchRequest } from '@cao/provider-sdk';
import { provider } from '../src/index.ts';

function plan(partial: Partial<LaunchRequest> = {}) {
  return provider.plan(launchRequest(partial));
}

/** The value of a flag; undefined when it is not given. */
function flag(name: string, partial: Partial<LaunchRequest> = {}): string | undefined {
  const { argv } = plan(partial);
  const at = argv.indexOf(name);
  return at < 0 ? undefined : argv[at + 1];
}

const profile = launchRequest().profile;

describe('launch', () => {
  test('an ordinary start', () => {
    const { argv } = plan();
    expect(argv.map((word) => (word.startsWith('{') ? '{…}' : word))).toMatchInlineSnapshot(`
      [
        "/opt/agents/bin/agent",
        "--permission-mode",
        "bypassPermissions",
        "--session-id",
        "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "--append-system-prompt-file",
        "/home/someone/.cao/scratch/0a1b2c3d/system-prompt.md",
        "--settings",
        "{…}",
        "--mcp-config",
        "{…}",
      ]
    `);
    expect(JSON.parse(flag('--mcp-config') ?? '')).toMatchInlineSnapshot(`
      {
        "mcpServers": {
          "cao-mcp-server": {
            "alwaysLoad": true,
            "headers": {
              "Authorization": "Bearer \${CAO_TOKEN}",
            },
            "timeout": 3600000,
            "type": "http",
            "url": "\${CAO_MCP_URL}",
          },
        },
      }
    `);
    expect(Object.keys((JSON.parse(flag('--settings') ?? '') as { hooks: object }).hooks)).toMatchInlineSnapshot(`
      [
        "SessionStart",
        "UserPromptSubmit",
        "Notification",
        "Stop",
        "StopFailure",
        "SessionEnd",
      ]
    `);
  });

  test('a conversation is begun under our id, or taken up again under its own', () => {
    expect(flag('--session-id')).toBe(launchRequest().newConversationId);
    const resumed = { resume: '99999999-2222-4333-8444-555555555555' };
    expect(flag('--resume', resumed)).toBe(resumed.resume);
    expect(flag('--session-id', resumed)).toBeUndefined();
    expect(plan(resumed).conversationId).toBe(resumed.resume);
  });

  test('the system prompt goes through a file, with the note on how messages arrive', () => {
    const { files = [] } = plan({ systemPrompt: 'Answer “briefly”.\nTwice.' });
    expect(files[0]?.content).toMatch(/^Answer “briefly”\.\nTwice\.\n\nLong messages .*<pasted_content>/s);
    expect(plan({ systemPrompt: '' }).files?.[0]?.content).toMatch(/^Long messages/);
  });

  test('servers of the profile go through a file, and ours is never replaced', () => {
    const mcpServers = {
      store: { command: 'store', env: { KEY: 'secret' } },
      web: { type: 'http', url: 'http://127.0.0.1:1/' },
      'cao-mcp-server': { command: 'another' },
    };
    const { argv, files = [] } = plan({ profile: { ...profile, mcpServers } });
    expect(argv.at(-1)).toBe(files[1]?.path);
    expect(JSON.parse(files[1]?.content ?? '')).toEqual({
      mcpServers: {
        store: { command: 'store', env: { CAO_TERMINAL_ID: '0a1b2c3d', KEY: 'secret' } },
        web: { type: 'http', url: 'http://127.0.0.1:1/' },
      },
    });
  });

  test('an agent of Claude Code’s own is named', () => {
    expect(flag('--agent', { profile: { ...profile, native_agent: 'reviewer' } })).toBe('reviewer');
    expect(flag('--agent')).toBeUndefined();
  });
});

describe('permissions', () => {
  test.each([
    [{ autoApprove: true }, 'bypassPermissions'],
    [{ autoApprove: false }, 'default'],
    [{ autoApprove: true, profile: { ...profile, permissionMode: 'plan' as const } }, 'plan'],
    [
      { autoApprove: false, profile: { ...profile, permissionMode: 'bypassPermissions' as const } },
      'bypassPermissions',
    ],
    [{ autoApprove: false, root: true }, 'default'],
    [{ autoApprove: true, root: true }, 'dontAsk'],
    [
      { autoApprove: false, root: true, profile: { ...profile, permissionMode: 'bypassPermissions' as const } },
      'dontAsk',
    ],
  ])('%j: %s', (request, mode) => {
    expect(flag('--permission-mode', request)).toBe(mode);
  });

  test('root gets every tool by name instead of a skipped check, and is told', () => {
    const root = { root: true, autoApprove: true };
    expect(flag('--allowedTools', root)?.split(',')).toEqual(
      expect.arrayContaining(['Bash', 'Write', 'Read', 'WebFetch', 'mcp__cao-mcp-server']),
    );
    expect(plan(root).advisories).toHaveLength(1);
    expect(plan(root).argv).not.toContain('--dangerously-skip-permissions');
    expect(plan().advisories).toBeUndefined();
  });
});

describe('tool restriction', () => {
  const denied = (...allowedTools: string[]) => flag('--disallowedTools', { allowedTools })?.split(',') ?? [];

  test('unrestricted denies nothing', () => {
    expect(denied('*')).toEqual([]);
  });

  test('what a supervisor lacks is denied, escapes included', () => {
    const tools = denied('@cao-mcp-server', 'fs_read', 'fs_list');
    expect(tools).toEqual(
      expect.arrayContaining(['Bash', 'Monitor', 'Task', 'Agent', 'Workflow', 'Edit', 'Write', 'WebFetch']),
    );
    expect(tools).not.toEqual(expect.arrayContaining(['Read']));
    expect(tools).not.toContain('mcp__cao-mcp-server');
  });

  test('a blocked reader does not read what a prompt mentions either', () => {
    expect(denied('execute_bash')).toEqual(expect.arrayContaining(['Read', 'Read(//**)']));
  });

  test('all file words in one', () => {
    expect(denied('fs_*', 'execute_bash', 'web_fetch', '@cao-mcp-server')).toEqual([]);
  });

  test('servers that are not named are denied', () => {
    const request = { allowedTools: ['fs_*', '@store'], profile: { ...profile, mcpServers: { store: {}, 'a b': {} } } };
    const rules = flag('--disallowedTools', request)?.split(',');
    expect(rules).toEqual(expect.arrayContaining(['mcp__cao-mcp-server', 'mcp__a_b']));
    expect(rules).not.toContain('mcp__store');
  });

  test('an empty list is a locked room', () => {
    const { argv } = plan({ allowedTools: [] });
    expect(flag('--tools', { allowedTools: [] })).toBe('');
    expect(denied()).toEqual(['*', 'Read(//**)']);
    expect(argv).toContain('--strict-mcp-config');
    expect(argv).not.toContain('--mcp-config');
  });
});
