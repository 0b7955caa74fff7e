import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { realStand } from './support/stand.ts';

it('init makes database and skills, replaces nothing, and works beside a running server', async () => {
  await using stand = await realStand();
  const { caoHome } = stand.home;
  expect(await stand.ok('init')).toMatch(/^✓ CAO is set up in .*; [1-9]\d* skill\(s\) added\n$/);
  expect(existsSync(path.join(caoHome, 'db', 'cao.sqlite'))).toBe(true);
  const skill = path.join(caoHome, 'skills', 'cao-session-management', 'SKILL.md');
  await writeFile(skill, `${await readFile(skill, 'utf8')}\nMine.\n`);
  expect(await stand.ok('init')).toContain('; 0 skill(s) added');
  await stand.ok('server', 'start');
  expect(await stand.ok('init')).toContain('; 0 skill(s) added');
  expect(await readFile(skill, 'utf8')).toContain('Mine.');
  await stand.ok('server', 'stop');
});

it('restore shows what a terminal had printed that was shut down', async () => {
  await using stand = await realStand();
  const what = ['--provider', 'mock_cli', '--headless', '--yolo', '--session-name', 'gone'];
  await stand.ok('launch', '--agents', 'developer', ...what, 'SAY remember the milk');
  const { conductor } = JSON.parse(await stand.ok('session', 'status', 'cao-gone', '--json')) as {
    conductor: { id: string };
  };
  expect((await stand.cao('terminal', 'restore', conductor.id)).code).toBe(1);
  await stand.ok('shutdown', '--session', 'cao-gone');
  const restored = await stand.cao('terminal', 'restore', conductor.id);
  expect(restored.stdout).toContain('remember the milk');
  expect(restored.stderr).toContain(`of session cao-gone`);
  await stand.ok('server', 'stop');
});
