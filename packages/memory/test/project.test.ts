import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { identifyProject } from '../src/index.ts';
import { normaliseRemote } from '../src/project.ts';

const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null' };

test.each([
  ['git@example.com:team/app.git', 'example-com-team-app'],
  ['https://user:token@example.com/Team/App', 'example-com-team-app'],
  ['https://user:p@ss@example.com/team/app.git', 'example-com-team-app'],
  ['ssh://git@example.com:2222/team/app.git', 'example-com-2222-team-app'],
  ['/srv/git/app.git', 'srv-git-app'],
  ['', 'unknown'],
])('the remote %j is project %j', (url, id) => expect(normaliseRemote(url)).toBe(id));

test('a project is its name, else its remote, else its path', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'cao-project-'));
  const byPath = createHash('sha256')
    .update(await realpath(directory))
    .digest('hex')
    .slice(0, 12);
  expect(await identifyProject({ directory, env })).toEqual({ id: byPath, aliases: [] });
  execFileSync('git', ['init', '-q', directory], { env });
  execFileSync('git', ['-C', directory, 'remote', 'add', 'origin', 'https://u:t@example.com/team/app.git'], { env });
  expect(await identifyProject({ directory, env: { ...env, GIT_DIR: '/nowhere' } })).toEqual({
    id: 'example-com-team-app',
    aliases: [byPath],
  });
  expect(await identifyProject({ directory, env, override: 'mine' })).toEqual({ id: 'mine', aliases: [byPath] });
  for (const override of ['../x', '..', 'a/b']) {
    await expect(identifyProject({ directory, env, override })).rejects.toMatchObject({ code: 'invalid_input' });
  }
  await rm(directory, { recursive: true });
});
