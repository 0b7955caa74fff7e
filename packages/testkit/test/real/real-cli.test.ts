import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cleanEnv, CLIS, realCli, run } from '../../src/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cao-'));
  await symlink(fileURLToPath(new URL('../fixtures/fake-npm.sh', import.meta.url)), join(folder, 'npm'));
  vi.stubEnv('PATH', [folder, process.env['PATH']].join(delimiter));
  vi.stubEnv('FAKE_NPM_LOG', join(folder, 'log'));
  vi.stubEnv('CAO_REAL_CACHE', join(folder, 'cache'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const installs = async (): Promise<readonly string[]> =>
  (await readFile(join(folder, 'log'), 'utf8')).split('\n').filter((line) => line !== '');

test('a CLI is installed once, also when two ask at the same time, and then used from the cache', async () => {
  const [one, two] = await Promise.all([realCli('codex', '1.2.3'), realCli('codex', '1.2.3')]);
  const three = await realCli('codex', '1.2.3');
  expect(two).toEqual(one);
  expect(three).toEqual(one);
  expect(await installs()).toEqual(['@openai/codex@1.2.3']);
  expect(await readdir(join(folder, 'cache'))).toEqual(['openai-codex-1.2.3']);
  const { stdout } = await run(one.path, [], { env: cleanEnv(), timeoutMs: 5000 });
  expect(stdout).toBe('codex-cli 1.2.3\n');
});

test('a CLI that needs a newer Node runs on the one installed beside it, also through a link', async () => {
  const { path } = await realCli('kimi', '2.0.0');
  expect((await installs())[1]).toMatch(/^node-(?:bin-)?\w+-\w+@24$/);
  await symlink(path, join(folder, 'linked'));
  const { stdout } = await run(join(folder, 'linked'), ['--an arg'], { env: cleanEnv(), timeoutMs: 5000 });
  expect(stdout).toBe('2.0.0 --an arg\n');
});

test('the pinned version is the default', async () => {
  expect(await realCli('codex')).toMatchObject({ name: 'codex', version: CLIS.codex.versions.current });
});

test('a failed install leaves nothing behind and says why', async () => {
  await expect(realCli('codex', '9.9.9')).rejects.toThrow(
    'npm could not install @openai/codex@9.9.9:\nno such version',
  );
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
});

test('the lock of a process that died is taken over', async () => {
  await realCli('codex', '1.0.0');
  const dead = await run('sh', ['-c', 'echo $$'], { env: cleanEnv(), timeoutMs: 5000 });
  await writeFile(join(folder, 'cache', 'openai-codex-2.0.0.lock'), dead.stdout.trim());
  expect(await realCli('codex', '2.0.0')).toMatchObject({ version: '2.0.0' });
});
