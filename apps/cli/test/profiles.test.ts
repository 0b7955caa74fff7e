import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cao, place } from './support/run-cao.ts';

describe('install', () => {
  it.each(['code_supervisor', 'developer', 'reviewer'])('installs the shipped %s without a server', async (name) => {
    using at = place();
    const { code, out, err } = await cao(['install', name], { home: at.home });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const file = path.join(at.home, 'agent-context', `${name}.md`);
    expect(out).toBe(`✓ Agent '${name}' installed successfully\n✓ Context file: ${file}\n`);
    expect(existsSync(file)).toBe(true);
  });

  it('installs a file with its variables, and says which have no value', async () => {
    using at = place();
    writeFileSync(path.join(at.root, 'mine.md'), '---\nrole: reviewer\n---\n${KEY} and ${OTHER}\n');
    const { code, out, err } = await cao(['install', './mine.md', '--env', 'KEY=s3cret'], { home: at.home });
    expect(code).toBe(0);
    expect(out.replaceAll(at.home, '~')).toMatchInlineSnapshot(`
      "✓ Copied ./mine.md to ~/agent-store/mine.md
      ✓ Agent 'mine' installed successfully
      ✓ Set 1 env var(s) in ~/.env
      ✓ Context file: ~/agent-context/mine.md
      "
    `);
    expect(err).toMatchInlineSnapshot(`
      "Warning: no value for \${OTHER}; set with: cao install ./mine.md --env OTHER=VALUE
      "
    `);
    expect(readFileSync(path.join(at.home, 'agent-context', 'mine.md'), 'utf8')).not.toContain('s3cret');
  });

  it('fails with file, line, field and what was expected', async () => {
    using at = place();
    writeFileSync(path.join(at.root, 'bad.md'), '---\nname: bad\nrole: 5\n---\n');
    const { code, out, err } = await cao(['install', 'bad.md'], { home: at.home });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.replaceAll(at.root, '.')).toMatchInlineSnapshot(`
      "Error: Profile 'bad' is not valid: ./bad.md:3: field 'role': expected string, received number
      Correct ./bad.md and try again.
      "
    `);
    expect(existsSync(at.home)).toBe(false);
  });

  it.each(['nobody', '../developer', 'http://example.com/x.md', 'https://example.com/x.md'])(
    'fails for %s',
    async (source) => {
      using at = place();
      const { code, out, err } = await cao(['install', source], { home: at.home });
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/^Error: /);
    },
  );
});

describe('profile', () => {
  it('lists what is on this machine, and where a launch takes it from', async () => {
    using at = place();
    mkdirSync(path.join(at.home, 'agent-store'), { recursive: true });
    writeFileSync(path.join(at.home, 'agent-store', 'developer.md'), '---\ndescription: mine\n---\n');
    const { out } = await cao(['profile', 'list'], { home: at.home });
    expect(out).toMatchInlineSnapshot(`
      "NAME                      SOURCE                 DESCRIPTION
      -------------------------------------------------------------------------------------------------------------
      code_supervisor           built-in               Plans a coding task, delegates it to developers and reviewe…
      developer                 built-in (local)       Implements a specified change with tests, and reports what …
      reviewer                  built-in               Reviews code against its requirements and returns findings …

      3 profile(s). In brackets: where a launch takes it from instead.
      "
    `);
    const listed = JSON.parse((await cao(['profile', 'list', '--json'], { home: at.home })).out) as unknown[];
    expect(listed).toHaveLength(3);
    expect(listed[1]).toMatchObject({ name: 'developer', source: 'built-in', loads_from: 'local' });
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
});
