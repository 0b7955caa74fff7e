import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cao, place } from './support/run-cao.ts';

describe('profile', () => {
  it('lists what is on this machine, and what of it is not used', async () => {
    using at = place();
    mkdirSync(path.join(at.home, 'agent-store'), { recursive: true });
    writeFileSync(path.join(at.home, 'agent-store', 'developer.md'), '---\ndescription: mine\n---\n');
    const { out, err } = await cao(['profile', 'list'], { home: at.home });
    expect(out).toMatchInlineSnapshot(`
      "NAME                      SOURCE                 DESCRIPTION
      -------------------------------------------------------------------------------------------------------------
      code_supervisor           built-in               Plans a coding task, delegates it to developers and reviewe…
      developer                 built-in               Implements a specified change with tests, and reports what …
      memory_manager            built-in               Picks what a new agent of the session should know from what…
      reviewer                  built-in               Reviews code against its requirements and returns findings …

      4 profile(s).
      "
    `);
    expect(err).toContain(
      "Warning: the profile 'developer' of local is not used, since the built-in one has that name.",
    );
    const listed = JSON.parse((await cao(['profile', 'list', '--json'], { home: at.home })).out) as unknown[];
    expect(listed).toHaveLength(4);
    expect(listed[1]).toMatchObject({ name: 'developer', source: 'built-in', shadowed: ['local'] });
  });

  it('says when the person’s own file is the one that loads', async () => {
    using at = place();
    mkdirSync(path.join(at.home, 'agent-store'), { recursive: true });
    writeFileSync(path.join(at.home, 'settings.json'), '{"agents":{"prefer_local_profiles":true}}');
    writeFileSync(path.join(at.home, 'agent-store', 'developer.md'), '---\ndescription: mine\n---\nMine.\n');
    const { out, err } = await cao(['profile', 'list'], { home: at.home });
    expect(out).toMatch(/^developer +built-in \(local\)/m);
    expect(err).toBe('');
    expect((await cao(['profile', 'show', 'developer'], { home: at.home })).out).toContain('Description: mine');
  });

  it('shows one, by name or as a file', async () => {
    using at = place();
    const { code, out } = await cao(['profile', 'show', 'reviewer'], { home: at.home });
    expect(code).toBe(0);
    expect(out.replace(/^File:.*$/m, 'File: (path)').replace(/\d+ characters/, 'N characters')).toMatchInlineSnapshot(`
      "Name:        reviewer
      Description: Reviews code against its requirements and returns findings with file and line
      Source:      built-in
      File: (path)
      Role:        reviewer
      Tools:       @builtin, fs_read, fs_list, @cao-mcp-server
      Prompt:      N characters
      "
    `);
    writeFileSync(path.join(at.root, 'p.md'), '---\nallowedTools: []\n---\nHi');
    const json = JSON.parse((await cao(['profile', 'show', 'p.md', '--json'], { home: at.home })).out) as unknown;
    expect(json).toEqual({ name: 'p', description: '', allowedTools: [], system_prompt: 'Hi' });
    expect((await cao(['profile', 'show', 'p.md'], { home: at.home })).out).toContain('Tools:       (none)');
  });

  it('shows placeholders as written', async () => {
    using at = place();
    mkdirSync(path.join(at.home, 'agent-store'), { recursive: true });
    writeFileSync(path.join(at.home, '.env'), 'KEY=s3cret\n');
    writeFileSync(path.join(at.home, 'agent-store', 'p.md'), 'use ${KEY}');
    const { out } = await cao(['profile', 'show', 'p', '--json'], { home: at.home });
    expect(JSON.parse(out)).toMatchObject({ system_prompt: 'use ${KEY}' });
  });

  it('fails for one that is not there', async () => {
    using at = place();
    expect(await cao(['profile', 'show', 'nobody'], { home: at.home })).toMatchObject({ code: 1, out: '' });
  });

  it('is found by words of name, tags and description', async () => {
    using at = place();
    mkdirSync(path.join(at.home, 'agent-store'), { recursive: true });
    writeFileSync(
      path.join(at.home, 'agent-store', 'analyst.md'),
      '---\ndescription: Looks at figures\ntags: [statistics]\ncapabilities: [reads csv files]\n---\nx\n',
    );
    const find = async (...words: string[]): Promise<string[]> => {
      const { out } = await cao(['profile', 'find', '--json', ...words], { home: at.home });
      return (JSON.parse(out) as { name: string }[]).map(({ name }) => name);
    };
    expect(await find('statistics')).toEqual(['analyst']);
    expect(await find('csv')).toEqual(['analyst']);
    expect((await find('review'))[0]).toBe('reviewer');
    expect(await find('code', '--limit', '1')).toEqual(['code_supervisor']);
    expect(await find('zebra')).toEqual([]);
    const { out } = await cao(['profile', 'find', 'figures'], { home: at.home });
    expect(out).toMatch(/^analyst +local +\d+\.\d\d +Looks at figures$/m);
    expect((await cao(['profile', 'find', 'zebra'], { home: at.home })).out).toContain('No profile found');
  });

  it('is written to begin with, and is one that can be launched', async () => {
    using at = place();
    const words = ['writer', '--description', 'Writes: "notes"', '--provider', 'codex', '--skill', 'release-*'];
    const { code, out } = await cao(['profile', 'create', ...words], { home: at.home });
    const file = path.join(at.home, 'agent-store', 'writer.md');
    expect({ code, out }).toEqual({ code: 0, out: `✓ ${file}\n\nEdit it, then: cao launch --agents writer\n` });
    const shown = JSON.parse((await cao(['profile', 'show', 'writer', '--json'], { home: at.home })).out) as unknown;
    expect(shown).toMatchObject({
      name: 'writer',
      description: 'Writes: "notes"',
      role: 'developer',
      provider: 'codex',
      skills: ['release-*'],
      system_prompt: expect.stringContaining('[CAO Handoff]'),
    });
    const again = await cao(['profile', 'create', ...words], { home: at.home });
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('exists already');
  });

  it('can begin with another one, under a name of its own', async () => {
    using at = place();
    const taken = await cao(['profile', 'create', 'reviewer'], { home: at.home });
    expect(taken.code).toBe(1);
    expect(taken.err).toContain('cao profile create my_reviewer --from reviewer');
    await cao(['profile', 'create', 'my_reviewer', '--from', 'reviewer', '--output-dir', '.'], { home: at.home });
    const text = readFileSync(path.join(at.root, 'my_reviewer.md'), 'utf8');
    expect(text).toMatch(/^---\nname: my_reviewer\ndescription: .*\nrole: reviewer\n---\n\n# Reviewer\n/);
  });

  it('is not written with fields that are wrong', async () => {
    using at = place();
    const { code, err } = await cao(['profile', 'create', 'x', '--role', 'boss'], { home: at.home });
    expect(code).toBe(1);
    expect(err).toContain("unknown role 'boss'");
    expect(existsSync(at.home)).toBe(false);
  });

  it('is checked: mistakes and what has no effect, with file, line and field', async () => {
    using at = place();
    const lines = ['---', 'name: other', 'modell: x', 'skills: [nothing-*]', '---', 'use ${KEY}', ''];
    writeFileSync(path.join(at.root, 'p.md'), lines.join('\n'));
    const warned = await cao(['profile', 'validate', 'p.md'], { home: at.home });
    expect(warned.code).toBe(0);
    expect(warned.out.replaceAll(at.root, '.')).toMatchInlineSnapshot(`
      "[warn] ./p.md:2: name: the file is called 'p', by which it is launched
      [warn] ./p.md:3: modell: not a field of a profile; did you mean 'model'?
      [warn] ./p.md:4: skills: no skill is called 'nothing-*'
      [warn] ./p.md:6: \${KEY} has no value; set it with: cao env set KEY VALUE
      ✓ ./p.md can be launched
      "
    `);
    writeFileSync(path.join(at.root, 'p.md'), '---\nrole: 5\nmodel: [a]\n---\n');
    const refused = await cao(['profile', 'validate', 'p.md'], { home: at.home });
    expect(refused.code).toBe(1);
    expect(refused.out.replaceAll(at.root, '.')).toMatchInlineSnapshot(`
      "[error] ./p.md:2: role: expected string, received number
      [error] ./p.md:3: model: expected string, received array
      ✗ ./p.md cannot be launched
      "
    `);
    const json = JSON.parse((await cao(['profile', 'validate', 'p.md', '--json'], { home: at.home })).out) as object;
    expect(json).toMatchObject({ valid: false, findings: [{ severity: 'error', line: 2, field: 'role' }, {}] });
  });

  it.each(['code_supervisor', 'developer', 'reviewer', 'memory_manager'])(
    'ships %s without a finding',
    async (name) => {
      using at = place();
      const { code, out } = await cao(['profile', 'validate', name, '--json'], { home: at.home });
      expect({ code, ...(JSON.parse(out) as object) }).toMatchObject({ code: 0, valid: true, findings: [] });
    },
  );
});
