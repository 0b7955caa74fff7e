import { agentStoreRequest } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { agentStore, skillFolder } from '../src/agent-store.ts';

type Request = ReturnType<typeof agentStoreRequest>;

function written(partial: Partial<Request> = {}): Record<string, unknown> {
  const [file] = agentStore.plan(agentStoreRequest(partial)).files;
  return JSON.parse(file?.content ?? '') as Record<string, unknown>;
}

describe('an installed profile in Kiro', () => {
  it('reads its instructions from CAO’s copy and its skills from CAO’s store', () => {
    expect(written()).toEqual({
      name: 'developer',
      description: 'Writes code',
      mcpServers: {},
      includeMcpJson: false,
      tools: [
        'introspect',
        'thinking',
        'todo_list',
        'fs_read',
        'fs_write',
        'glob',
        'grep',
        'execute_bash',
        '@cao-mcp-server',
      ],
      allowedTools: expect.arrayContaining(['fs_write', 'execute_bash']),
      resources: [
        'file:///home/someone/.cao/agent-context/developer.md',
        'skill:///home/someone/.cao/skills/**/SKILL.md',
      ],
    });
  });

  it('has what the profile says for Kiro, and the meaning of placeholders in its instructions', () => {
    const profile = {
      ...agentStoreRequest().profile,
      prompt: 'Be short.',
      model: 'auto',
      toolAliases: { run: 'execute_bash' },
      toolsSettings: { fs_write: { allowedPaths: ['src/**'] } },
      hooks: { agentSpawn: [{ command: 'git status' }] },
      mcpServers: { db: { command: 'db' } },
    };
    expect(written({ profile, values: { API: 'https://api.example' } })).toMatchObject({
      prompt: 'Be short.\n${API} in your instructions means: https://api.example',
      model: 'auto',
      toolAliases: { run: 'execute_bash' },
      toolsSettings: { fs_write: { allowedPaths: ['src/**'] } },
      hooks: { agentSpawn: [{ command: 'git status' }] },
      mcpServers: { db: { command: 'db' } },
    });
  });

  it('has the skills that the profile names, when it names some', () => {
    const profile = { ...agentStoreRequest().profile, skills: ['note*'] };
    const { resources } = written({ profile });
    expect(resources).toContain('skill:///home/someone/.cao/skills/notes/SKILL.md');
    expect(resources).toHaveLength(2);
  });

  it.each([
    [{}, '/home/someone/.kiro/agents/developer.json'],
    [{ KIRO_HOME: '/k' }, '/k/agents/developer.json'],
    [{ CAO_AGENTS_DIR: '/a', KIRO_HOME: '/k' }, '/a/developer.json'],
  ])('lies, with %j, at %s', (env, file) => {
    expect(agentStore.file(agentStoreRequest({ env }))).toBe(file);
  });

  it('is known as ours when CAO (Python) wrote it', () => {
    const request = agentStoreRequest();
    const theirs = { name: 'developer', tools: ['*'], resources: [`file://${request.contextFile}`, 'skill://x'] };
    expect(agentStore.isOurs(JSON.stringify(theirs), request)).toBe(true);
    expect(agentStore.isOurs(JSON.stringify({ ...theirs, resources: ['file://README.md'] }), request)).toBe(false);
  });

  it('has its skills where Kiro has its home', () => {
    expect(skillFolder({ home: '/h', env: {} })).toBe('/h/.kiro/skills');
    expect(skillFolder({ home: '/h', env: { KIRO_HOME: '/k' } })).toBe('/k/skills');
  });
});
