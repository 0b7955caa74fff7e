import { agentStoreRequest } from '@cao/provider-sdk/testing';
import { describe, expect, it } from 'vitest';
import { agentStore, skillFolder } from '../src/agent-store/agent-store.ts';

type Request = ReturnType<typeof agentStoreRequest>;

const CONFIG = '/home/someone/.aws/opencode/opencode.json';
const DB = { command: 'db', args: ['--read'], env: { KEY: 'k' } };
const withServer = (): Request['profile'] => ({ ...agentStoreRequest().profile, mcpServers: { db: DB } });

function planned(partial: Partial<Request> = {}) {
  const plan = agentStore.plan(agentStoreRequest(partial));
  const config = plan.files.find(({ path }) => path === CONFIG)?.content;
  return { ...plan, agent: plan.files[0]?.content ?? '', config: config && (JSON.parse(config) as object) };
}

describe('an installed profile in OpenCode', () => {
  it('is a Markdown file with a permission for each tool, beside a link to the skills', () => {
    const { agent, config, links } = planned({ allowedTools: ['fs_read', 'fs_list'] });
    expect(agent).toContain('description: "Writes code"\nmode: all\n');
    expect(agent).toContain('  bash: deny\n  read: allow\n  edit: deny\n  write: deny\n  glob: allow\n  grep: allow\n');
    expect(agent).toContain('  todowrite: allow\n  skill: allow\n');
    expect(agent).not.toContain(': ask');
    expect(agent).toMatch(/\n---\n\nYou write code\.\n$/);
    expect(links).toEqual([{ path: '/home/someone/.aws/opencode/skills', to: '/home/someone/.cao/skills' }]);
    expect(config).toBeUndefined();
  });

  it('may do everything, or nothing', () => {
    expect(planned({ allowedTools: ['*'] }).agent).not.toContain('deny');
    expect(planned({ allowedTools: [] }).agent).not.toContain(': allow');
  });

  it('has its MCP servers for itself alone', () => {
    expect(planned({ profile: withServer() }).config).toEqual({
      $schema: 'https://opencode.ai/config.json',
      mcp: { db: { type: 'local', command: ['db', '--read'], environment: { KEY: 'k' }, enabled: true } },
      tools: { 'db_*': false },
      agent: { developer: { tools: { 'db_*': true } } },
    });
  });

  it('keeps everything of the person’s in the shared file, and takes its own out again', () => {
    const present =
      '{ // mine\n "theme": "x", "agent": { "own": { "tools": { "db_*": true } } }, "mcp": { "web": {} } }';
    const first = planned({ profile: withServer(), userFiles: { [CONFIG]: present } });
    expect(first.config).toMatchObject({
      theme: 'x',
      mcp: { web: {}, db: { type: 'local' } },
      agent: { own: { tools: { 'db_*': true } }, developer: { tools: { 'db_*': true } } },
    });
    const second = planned({ userFiles: { [CONFIG]: JSON.stringify(first.config) } });
    expect(second.config).toMatchObject({ agent: { own: { tools: { 'db_*': true } } } });
    expect(second.config).not.toHaveProperty('agent.developer');
  });

  it('replaces no server of the person’s that has the name of one of the profile', () => {
    const present = JSON.stringify({ mcp: { db: { type: 'remote', url: 'https://db.example' } } });
    const { config, advisories } = planned({ profile: withServer(), userFiles: { [CONFIG]: present } });
    expect(config).toMatchObject({ mcp: { db: { type: 'remote' } } });
    expect(advisories).toEqual(["The MCP server 'db' of opencode.json stays as it is."]);
    expect(() => planned({ profile: withServer(), userFiles: { [CONFIG]: '[' } })).toThrow('not a JSON object');
  });

  it('has its skills in the person’s configuration', () => {
    expect(skillFolder({ home: '/h', env: {} })).toBe('/h/.config/opencode/skills');
    expect(skillFolder({ home: '/h', env: { XDG_CONFIG_HOME: '/x' } })).toBe('/x/opencode/skills');
  });
});
