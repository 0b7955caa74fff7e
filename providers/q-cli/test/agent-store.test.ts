import { agentStoreRequest } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { agentStore } from '../src/agent-store.ts';

type Request = ReturnType<typeof agentStoreRequest>;

function content(partial: Partial<Request> = {}): string {
  return agentStore.plan(agentStoreRequest(partial)).files[0]?.content ?? '';
}

describe('an installed profile in Amazon Q', () => {
  it('reads its instructions from CAO’s copy, and is told of the skills in its prompt', () => {
    expect(JSON.parse(content())).toEqual({
      name: 'developer',
      description: 'Writes code',
      prompt: '## Available Skills\n\n- **notes**: how notes are kept',
      mcpServers: {},
      useLegacyMcpJson: false,
      tools: expect.arrayContaining(['fs_read', 'fs_write', 'execute_bash']),
      allowedTools: expect.arrayContaining(['fs_read', 'fs_write', 'execute_bash']),
      resources: ['file:///home/someone/.cao/agent-context/developer.md'],
    });
  });

  it('has no prompt when there is nothing to say', () => {
    expect(JSON.parse(content({ skillCatalogue: '' }))).not.toHaveProperty('prompt');
  });

  it('keeps what the person changed in it when the skills change', () => {
    const request = agentStoreRequest();
    const changed = { ...(JSON.parse(content()) as object), model: 'theirs' };
    const renewed = agentStore.refresh?.(JSON.stringify(changed), { ...request, skillCatalogue: 'None.' });
    expect(JSON.parse(renewed ?? '')).toEqual({ ...changed, prompt: 'None.' });
  });

  it('has no hooks that Q would refuse the whole file for', () => {
    const hooks = { agentSpawn: [{ command: 'x' }], notify: [{ command: 'y' }] };
    const profile = { ...agentStoreRequest().profile, hooks };
    expect(JSON.parse(content({ profile }))).toMatchObject({ hooks: { agentSpawn: [{ command: 'x' }] } });
    expect(content({ profile })).not.toContain('notify');
  });
});
