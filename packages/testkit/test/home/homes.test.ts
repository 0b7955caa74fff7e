import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { CLIS, isAlive, run, tempHome } from '../../src/index.ts';

test('a program in a home sees the home and nothing of the test around it', async () => {
  vi.stubEnv('CAO_TERMINAL_ID', 'outer');
  vi.stubEnv('CLAUDECODE', '1');
  vi.stubEnv('CODEX_HOME', '/elsewhere');
  await using home = await tempHome();
  vi.unstubAllEnvs();
  const { stdout } = await run('env', [], { env: home.env, timeoutMs: 5000 });
  const names = stdout.split('\n').map((line) => line.split('=')[0]);
  expect(names).toEqual(expect.arrayContaining(['HOME', 'CAO_HOME_DIR', 'PATH', 'TMPDIR', 'TERM']));
  expect(names.filter((name) => /^(CAO_(?!HOME_DIR)|CLAUDE|CODEX|VITEST|NODE)/.test(name ?? ''))).toEqual([]);
});

test('the project is a git repository', async () => {
  await using home = await tempHome();
  const { stdout } = await run('git', ['status', '--short', '--branch'], {
    env: home.env,
    cwd: home.cwd,
    timeoutMs: 5000,
  });
  expect(stdout).toBe('## No commits yet on main\n');
});

test('dispose kills what was left running, detached or not, and removes the folder', async () => {
  const home = await tempHome();
  const child = spawn('sh', ['-c', 'echo started; exec sleep 600'], { env: home.env, detached: true });
  await once(child.stdout, 'data');
  expect(home.processes().map(({ pid }) => pid)).toEqual([child.pid]);
  await home.dispose();
  expect(isAlive(child.pid!)).toBe(false);
  expect(existsSync(home.home)).toBe(false);
  await home.dispose();
});

test('a program added to a home is found there by its name', async () => {
  await using home = await tempHome();
  await home.addProgram('/bin/echo', 'claude');
  const { stdout } = await run('sh', ['-c', 'claude hello'], { env: home.env, timeoutMs: 5000 });
  expect(stdout).toBe('hello\n');
});

test('a prepared home has every question of Claude Code answered, a first run all but the onboarding', async () => {
  await using prepared = await CLIS.claude.home({ url: 'http://127.0.0.1:1/a', settings: { tui: 'default' } });
  const json = async (...path: readonly string[]): Promise<unknown> =>
    JSON.parse(await readFile(join(...path), 'utf8'));
  const key = prepared.env['ANTHROPIC_API_KEY']!;
  expect(await json(prepared.home, '.claude.json')).toMatchObject({
    hasCompletedOnboarding: true,
    customApiKeyResponses: { approved: [key.slice(-20)] },
    projects: { [prepared.cwd]: { hasTrustDialogAccepted: true } },
  });
  expect(await json(prepared.home, '.claude', 'settings.json')).toEqual({
    skipDangerousModePermissionPrompt: true,
    tui: 'default',
  });
  expect(prepared.env['ANTHROPIC_BASE_URL']).toBe('http://127.0.0.1:1/a');

  await using first = await CLIS.claude.home({ url: 'http://127.0.0.1:1/a', state: 'first-run' });
  expect(await json(first.home, '.claude.json')).toEqual({ hasCompletedOnboarding: true });
  expect(existsSync(join(first.home, '.claude', 'settings.json'))).toBe(false);
});

test('both CLIs can live in one home, and Codex trusts its project only when prepared', async () => {
  await using temp = await tempHome();
  const claude = await CLIS.claude.home({ home: temp, url: 'http://127.0.0.1:1/a' });
  const codex = await CLIS.codex.home({ home: temp, url: 'http://127.0.0.1:1/b', trusted: ['/other'] });
  expect(codex.home).toBe(claude.home);
  const config = await readFile(join(temp.home, '.codex', 'config.toml'), 'utf8');
  expect(config).toContain('base_url = "http://127.0.0.1:1/b/v1"');
  expect(config.match(/^\[projects\..*$/gm)).toEqual([`[projects."${temp.cwd}"]`, '[projects."/other"]']);

  await using first = await CLIS.codex.home({ url: 'http://127.0.0.1:1/b', state: 'first-run' });
  expect(await readFile(join(first.home, '.codex', 'config.toml'), 'utf8')).not.toContain('trust_level');
});
