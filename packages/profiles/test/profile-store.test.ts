import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProfileStore, resolveTools } from '../src/index.ts';
import { profileText, testHome } from './helpers.ts';

describe('what ships', () => {
  it('has the four profiles with their roles', async () => {
    using at = testHome();
    const store = createProfileStore(at);
    const rows = await store.list();
    expect(rows.map(({ name, source, loads_from }) => ({ name, source, loads_from }))).toEqual([
      { name: 'code_supervisor', source: 'built-in', loads_from: undefined },
      { name: 'developer', source: 'built-in', loads_from: undefined },
      { name: 'memory_manager', source: 'built-in', loads_from: undefined },
      { name: 'reviewer', source: 'built-in', loads_from: undefined },
    ]);
    expect((await store.load('code_supervisor')).role).toBe('supervisor');
    expect((await store.load('developer')).role).toBe('developer');
    expect(resolveTools(await store.load('memory_manager'))).toEqual(['@cao-mcp-server']);
  });

  it('asks nothing of the reviewer that its tools cannot do', async () => {
    using at = testHome();
    const reviewer = await createProfileStore(at).load('reviewer');
    expect(resolveTools(reviewer)).not.toContain('fs_write');
    expect(reviewer.system_prompt).toContain('write no file');
  });

  it.each(['developer', 'reviewer'])('tells %s both ways a task may come', async (name) => {
    using at = testHome();
    const { system_prompt: prompt } = await createProfileStore(at).load(name);
    expect(prompt).toContain('[CAO Handoff]');
    expect(prompt).toContain('[Assigned by terminal');
    expect(prompt).toContain('send_message');
  });
});

describe('list', () => {
  it('shows each name once, the shipped one first, and whose files are not used', async () => {
    using at = testHome();
    at.write('cao/agent-store/developer.md', profileText({ description: 'mine' }));
    at.write('cao/agent-store/writer.md', profileText({ description: 'local writer' }));
    at.write('cao/agent-context/writer.md', profileText({ description: 'installed writer' }));
    at.write('cao/agent-context/reviewer.md', profileText({ description: 'installed reviewer' }));
    at.write('user/.kiro/agents/native/agent.md', profileText({ description: 'from kiro' }));
    at.write('extra/helper.md', profileText({ description: 'custom' }));
    const store = createProfileStore({ ...at, settings: { extra_agent_dirs: ['', path.join(at.root, 'extra')] } });
    const rows = (await store.list()).map((row) => [row.name, row.source, row.shadowed ?? []]);
    expect(rows).toEqual([
      ['code_supervisor', 'built-in', []],
      ['developer', 'built-in', ['local']],
      ['helper', 'custom', []],
      ['memory_manager', 'built-in', []],
      ['native', 'kiro', []],
      ['reviewer', 'built-in', []],
      ['writer', 'local', []],
    ]);
  });

  it('keeps the shipped label for a person who prefers their own files, and says what loads instead', async () => {
    using at = testHome();
    at.write('cao/settings.json', '{"agents":{"prefer_local_profiles":true}}');
    at.write('cao/agent-store/developer.md', profileText({ description: 'mine' }));
    const [, developer] = await createProfileStore(at).list();
    expect(developer).toMatchObject({ name: 'developer', source: 'built-in', loads_from: 'local' });
    expect(developer).not.toHaveProperty('shadowed');
    expect(developer?.description).not.toBe('mine');
  });

  it('names two files of the person, of which one is used', async () => {
    using at = testHome();
    at.write('cao/agent-store/writer.md', profileText({}));
    at.write('user/.kiro/agents/writer.md', profileText({}));
    const rows = await createProfileStore(at).list();
    expect(rows.find(({ name }) => name === 'writer')).toMatchObject({ source: 'local', shadowed: ['kiro'] });
  });

  it('lists a file with broken front matter, without a description', async () => {
    using at = testHome();
    at.write('cao/agent-store/broken.md', '---\nname: [\n---\nbody');
    const rows = await createProfileStore(at).list();
    expect(rows.find((row) => row.name === 'broken')).toEqual({ name: 'broken', description: '', source: 'local' });
  });

  it('leaves out what cannot be loaded: folders without agent.md, other files, unsafe names', async () => {
    using at = testHome();
    mkdirSync(path.join(at.home, 'agent-store', 'empty'), { recursive: true });
    at.write('cao/agent-store/notes.txt', 'no');
    at.write('cao/agent-store/a b.md', profileText({}));
    at.write('cao/agent-store/x.y.md', profileText({}));
    expect(await createProfileStore(at).list()).toHaveLength(4);
  });

  it('counts a folder once, however it is spelled', async () => {
    using at = testHome();
    at.write('cao/agent-store/writer.md', profileText({}));
    symlinkSync(path.join(at.home, 'agent-store'), path.join(at.root, 'link'));
    const settings = { extra_agent_dirs: [path.join(at.root, 'link'), `${at.home}/agent-store/`] };
    const rows = await createProfileStore({ ...at, settings }).list();
    expect(rows.find((row) => row.name === 'writer')?.source).toBe('local');
  });

  it('survives a broken settings file and settings of the wrong shape', async () => {
    using at = testHome();
    at.write('cao/settings.json', '{ not json');
    expect(await createProfileStore(at).list()).toHaveLength(4);
    at.write('cao/agents/extra.md', profileText({}));
    at.write('cao/settings.json', JSON.stringify({ agent_dirs: 5, extra_agent_dirs: [`${at.home}/agents`] }));
    expect(await createProfileStore(at).list()).toHaveLength(5);
  });
});

describe('load', () => {
  it('takes the copy that the list shows: what ships, then the local store, then the installed copy', async () => {
    using at = testHome();
    const description = async (name: string): Promise<string> => (await createProfileStore(at).load(name)).description;
    const shipped = await description('developer');
    for (const name of ['developer', 'writer']) {
      at.write(`cao/agent-context/${name}.md`, profileText({ description: 'installed' }));
    }
    expect([await description('developer'), await description('writer')]).toEqual([shipped, 'installed']);
    for (const name of ['developer', 'writer']) {
      at.write(`cao/agent-store/${name}.md`, profileText({ description: 'local' }));
    }
    expect([await description('developer'), await description('writer')]).toEqual([shipped, 'local']);
    at.write('cao/settings.json', '{"agents":{"prefer_local_profiles":true}}');
    expect(await description('developer')).toBe('local');
  });

  it('never falls back to another copy when the first one is broken', async () => {
    using at = testHome();
    at.write('cao/agent-context/writer.md', profileText({}));
    at.write('cao/agent-store/writer.md', profileText({ permissionMode: 'everything' }));
    await expect(createProfileStore(at).load('writer')).rejects.toMatchObject({ code: 'profile_invalid' });
  });

  it('replaces placeholders from .env for a launch and shows them as written otherwise', async () => {
    using at = testHome();
    at.write('cao/.env', 'TOKEN="s3cret: [\\"x\\"]"\n');
    at.write(
      'cao/agent-store/p.md',
      ['---', 'mcpServers:', '  db:', '    env: { KEY: "${TOKEN}" }', '---', '${TOKEN} $TOKEN $$ ${OTHER}'].join('\n'),
    );
    const store = createProfileStore(at);
    const loaded = await store.load('p');
    expect(loaded.mcpServers?.['db']?.env).toEqual({ KEY: 's3cret: ["x"]' });
    expect(loaded.system_prompt).toBe('s3cret: ["x"] $TOKEN $$ ${OTHER}');
    const raw = await store.raw('p');
    expect(JSON.stringify(raw.profile) + raw.text).not.toContain('s3cret');
  });

  it('takes no value from the process environment', async () => {
    using at = testHome();
    at.write('cao/agent-store/p.md', profileText({}, 'home is ${HOME}'));
    expect((await createProfileStore(at).load('p')).system_prompt).toBe('home is ${HOME}');
  });

  it.each(['../developer', 'a/b', 'a\\b', '..', '', '-x', 'a\n', 'x'.repeat(65), '/etc/passwd'])(
    'refuses the name %j',
    async (name) => {
      using at = testHome();
      await expect(createProfileStore(at).load(name)).rejects.toMatchObject({ code: 'invalid_input' });
    },
  );

  it('does not follow a link out of the store', async () => {
    using at = testHome();
    const secret = at.write('outside/secret.md', profileText({ description: 'secret' }));
    mkdirSync(path.join(at.home, 'agent-store'), { recursive: true });
    symlinkSync(secret, path.join(at.home, 'agent-store', 'secret.md'));
    const store = createProfileStore(at);
    await expect(store.load('secret')).rejects.toMatchObject({ code: 'profile_not_found' });
    expect((await store.list()).map((row) => row.name)).not.toContain('secret');
  });

  it('says how to get a profile that is not there', async () => {
    using at = testHome();
    await expect(createProfileStore(at).load('nobody')).rejects.toMatchObject({
      code: 'profile_not_found',
      message: 'Agent profile not found: nobody',
      hint: expect.stringContaining('cao install'),
    });
  });

  it('refuses a file too large to be a prompt', async () => {
    using at = testHome();
    at.write('cao/agent-store/big.md', 'x'.repeat(1024 * 1024 + 1));
    await expect(createProfileStore(at).load('big')).rejects.toMatchObject({ code: 'profile_invalid' });
  });
});
