import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkPlanPaths, readUserFiles, writePlanFiles } from '../src/launch/plan-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cao-plan-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a mirror shows the person’s entries as links, but for what the plan puts there', async () => {
  const [of, scratch] = [join(folder, 'home'), join(folder, 'scratch')];
  await mkdir(join(of, 'sessions'), { recursive: true });
  await writeFile(join(of, 'settings.json'), 'theirs');
  const path = join(scratch, 'home');
  const mirror = { path, of, except: ['settings.json'], also: ['login.json'] };
  const plan = { argv: ['agent'], mirrors: [mirror], files: [{ path: join(path, 'settings.json'), content: 'ours' }] };
  await writePlanFiles(plan, scratch);
  await writePlanFiles(plan, scratch);
  expect(await readlink(join(path, 'sessions'))).toBe(join(of, 'sessions'));
  expect((await lstat(join(path, 'settings.json'))).isSymbolicLink()).toBe(false);
  await writeFile(join(path, 'login.json'), 'new');
  expect(await readFile(join(of, 'login.json'), 'utf8')).toBe('new');
  await rm(scratch, { recursive: true });
  expect(await readFile(join(of, 'settings.json'), 'utf8')).toBe('theirs');
});

test('a mirror makes the folders that a CLI files into, even in a home that does not exist yet', async () => {
  const [of, path] = [join(folder, 'home'), join(folder, 'scratch', 'home')];
  await writePlanFiles(
    { argv: ['agent'], mirrors: [{ path, of, except: [], folders: ['sessions'] }] },
    join(folder, 'scratch'),
  );
  await mkdir(join(path, 'sessions', 'one'), { recursive: true });
  await writeFile(join(path, 'sessions', 'one', 'log'), 'said');
  await rm(join(folder, 'scratch'), { recursive: true });
  expect(await readFile(join(of, 'sessions', 'one', 'log'), 'utf8')).toBe('said');
});

test('a mirror can be of a few entries only', async () => {
  const [of, path] = [join(folder, 'home'), join(folder, 'scratch', 'home')];
  await mkdir(of);
  await writeFile(join(of, 'login.json'), '{}');
  await writeFile(join(of, 'other.json'), '{}');
  const mirrors = [{ path, of, except: [], only: ['login.json', 'none'] }];
  await writePlanFiles({ argv: ['agent'], mirrors }, join(folder, 'scratch'));
  expect(await readdir(path)).toEqual(['login.json']);
});

test('files that a plan is made from are read, and missing ones left out', async () => {
  const [there, missing] = [join(folder, 'config.toml'), join(folder, 'none', 'config.toml')];
  await writeFile(there, 'a = 1');
  expect(await readUserFiles([there, missing])).toEqual({ [there]: 'a = 1' });
});

test.each(['/elsewhere/file', '/scratch/../file', '/scratch'])('a plan that touches %s is refused', (path) => {
  const plans = [
    { argv: ['x'], files: [{ path, content: '' }] },
    { argv: ['x'], mirrors: [{ path, of: '/home', except: [] }] },
  ];
  for (const plan of plans) expect(() => checkPlanPaths(plan, '/scratch', 'rogue')).toThrow('outside its folder');
});
