import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cao, place, type Place, type RunOptions } from './support/run-cao.ts';

async function memory(where: Place, words: readonly string[], options: RunOptions = {}) {
  return cao(['memory', ...words], {
    home: where.home,
    ...options,
    env: { CAO_PROJECT_ID: 'app', ...options.env },
  });
}

function python(where: Place, file: string, content: string): void {
  const full = path.join(where.home, 'memory', file);
  mkdirSync(path.dirname(full), { recursive: true });
  const header =
    '<!-- id: 6f0f1b1c-5a0e-4a55-9d53-0a8f2f2f2f2f | scope: project | type: feedback | tags: testing,pytest -->';
  writeFileSync(full, `# ${path.basename(file, '.md')}\n${header}\n\n## 2026-04-16T10:30:00Z\n${content}\n`);
}

describe('cao memory', () => {
  it('shows and lists what CAO (Python) noted, without a server', async () => {
    using where = place();
    python(where, 'app/wiki/project/testing-framework.md', 'Always use pytest.');
    python(where, 'other/wiki/project/elsewhere.md', 'Not here.');
    const { code, out } = await memory(where, ['list']);
    expect([code, out.split('\n').length]).toEqual([0, 4]);
    expect(out).toMatch(/^KEY {28}SCOPE {6}TYPE {9}TAGS {17}UPDATED\n-+\n/);
    expect(out).toMatch(/\ntesting-framework {14}project {4}feedback {5}testing,pytest {7}2026-04-1\d \d\d:\d\d\n$/);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect((await memory(where, ['list', '--all'])).out).toContain('elsewhere');
    const shown = await memory(where, ['show', 'testing-framework']);
    expect(shown.out).toMatch(
      /^Key: {5}testing-framework\nScope: {3}project \(app\)\nType: {4}feedback\nTags: {4}testing,pytest\nCreated: .*\nUpdated: .*\nFile: .*\n\nAlways use pytest\.\n$/,
    );
    const asJson = JSON.parse((await memory(where, ['show', 'testing-framework', '--json'])).out) as object;
    expect(asJson).toMatchObject({
      key: 'testing-framework',
      content: 'Always use pytest.',
      memory_type: 'feedback',
      scope: 'project',
      scope_id: 'app',
      updated_at: '2026-04-16T10:30:00.000Z',
    });
  });

  it('stores, finds again and deletes', async () => {
    using where = place();
    expect((await memory(where, ['list'])).out).toBe('No memories found.\n');
    const stored = await memory(where, ['store', 'Deploy on Fridays never', '--key', 'deploy', '--tags', 'ops, ci']);
    expect(stored).toEqual({ code: 0, out: "Stored memory 'deploy' (project)\n", err: '' });
    expect(readFileSync(path.join(where.home, 'memory/app/wiki/project/deploy.md'), 'utf8')).toContain(
      'tags: ops,ci -->',
    );
    const found = JSON.parse((await memory(where, ['recall', 'fridays', '--json'])).out) as { key: string }[];
    expect(found.map(({ key }) => key)).toEqual(['deploy']);
    const asked = await memory(where, ['delete', 'deploy'], { stdin: 'n\n' });
    expect(asked).toEqual({ code: 1, out: '', err: "Delete memory 'deploy' (project)? [y/N]: Aborted!\n" });
    expect((await memory(where, ['delete', 'deploy'], { stdin: 'y\n' })).out).toBe(
      "Deleted memory 'deploy' (project)\n",
    );
    const again = await memory(where, ['delete', 'deploy', '--yes']);
    expect([again.code, again.err]).toEqual([
      1,
      "Error: Memory 'deploy' not found in scope project\nSee: cao memory list --all\n",
    ]);
    expect(existsSync(path.join(where.home, 'memory/app/wiki/project/deploy.md'))).toBe(false);
  });

  it('names whose they are when there are several, and takes none by guess', async () => {
    using where = place();
    for (const session of ['cao-a', 'cao-b']) {
      const words = ['store', `Of ${session}`, '--key', 'note', '--scope', 'session', '--scope-id', session];
      expect((await memory(where, words)).code).toBe(0);
    }
    expect((await memory(where, ['list', '--scope', 'session'])).out).toMatch(/cao-[ab]\n.*cao-[ab]\n$/);
    const { code, err } = await memory(where, ['delete', 'note', '--scope', 'session', '--yes']);
    expect([code, err]).toEqual([
      1,
      "Error: Several have a session memory 'note': cao-a, cao-b\nName one with --scope-id.\n",
    ]);
    const show = ['show', 'note', '--scope-id', 'cao-b', '--scope', 'session'];
    expect((await memory(where, show)).out).toContain('Of cao-b');
    const cleared = await memory(where, ['clear', '--scope', 'session', '--yes']);
    expect(cleared).toEqual({ code: 0, out: 'Deleted 2 memories (session)\n', err: '' });
  });

  it.each([
    [['show', 'Not A Key'], "Invalid value for 'KEY'"],
    [['show', '../../etc/passwd'], "Invalid value for 'KEY'"],
    [
      ['list', '--scope', 'everywhere'],
      "Invalid value for '--scope': 'everywhere' is not one of global, project, session, agent.",
    ],
    [['list', '--type', 'x'], "Invalid value for '--type'"],
    [['recall', 'x', '--mode', 'x'], "Invalid value for '--mode'"],
    [['clear'], "Missing option '--scope'"],
  ])('%j is wrong usage', async (words, message) => {
    using where = place();
    const { code, err } = await memory(where, words);
    expect([code, err.includes(message)], err).toEqual([2, true]);
  });

  it('does not leave the memory through an id', async () => {
    using where = place();
    const { code, err } = await memory(where, ['store', 'x', '--scope-id', '../../out']);
    expect([code, err]).toEqual([1, expect.stringContaining('cannot be the id of a project')]);
    expect((await memory(where, ['store', 'x', '--scope', 'agent'])).err).toContain('There is no agent');
  });
});
