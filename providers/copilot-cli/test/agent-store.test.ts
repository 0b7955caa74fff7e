import { agentStoreRequest } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { agentStore } from '../src/agent-store.ts';

type Request = ReturnType<typeof agentStoreRequest>;

function content(partial: Partial<Request> = {}): string {
  return agentStore.plan(agentStoreRequest(partial)).files[0]?.content ?? '';
}

describe('an installed profile in Copilot', () => {
  it('is a Markdown file with instructions and skills', () => {
    expect(content()).toBe(
      [
        '---',
        'name: "developer"',
        'description: "Writes code"',
        '# Installed by CAO from /home/someone/.cao/agent-context/developer.md',
        '---',
        '',
        'You write code.',
        '',
        '## Available Skills',
        '',
        '- **notes**: how notes are kept',
        '',
      ].join('\n'),
    );
  });

  it('lies where Copilot has its home', () => {
    expect(agentStore.file(agentStoreRequest())).toBe('/home/someone/.copilot/agents/developer.agent.md');
    expect(agentStore.file(agentStoreRequest({ env: { COPILOT_HOME: '/c' } }))).toBe('/c/agents/developer.agent.md');
  });

  it('falls back to the extra prompt, and is refused without any text', () => {
    const profile = { name: 'p', description: '', system_prompt: '', prompt: 'Be short.' };
    expect(content({ profile })).toContain('\nBe short.\n');
    const { prompt: _none, ...empty } = profile;
    expect(() => content({ profile: empty })).toThrow(expect.objectContaining({ code: 'profile_invalid' }));
  });
});
