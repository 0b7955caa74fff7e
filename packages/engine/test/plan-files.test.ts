import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkPlanPaths, readUserFiles, removePlanFiles, writePlanFiles } from '../src/launch/plan-files.ts';

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

test('a link leads from the person’s folder to a file of the plan, and goes with the terminal', async () => {
  const [agents, scratch] = [join(folder, 'agents'), join(folder, '0a1b2c3d')];
  const [path, to] = [join(agents, 'cao-0a1b2c3d.json'), join(scratch, 'agent.json')];
  const plan = { argv: ['agent'], files: [{ path: to, content: 'ours' }], links: [{ path, to }] };
  await writePlanFiles(plan, scratch);
  await writePlanFiles(plan, scratch);
  await writeFile(join(agents, 'theirs.json'), 'theirs');
  expect(await readFile(path, 'utf8')).toBe('ours');
  await removePlanFiles(scratch);
  expect(await readdir(agents)).toEqual(['theirs.json']);
  await removePlanFiles(scratch);
});

test('what is in the place of a link is neither replaced nor removed', async () => {
  const [scratch, path] = [join(folder, '0a1b2c3d'), join(folder, 'cao-0a1b2c3d.json')];
  const to = join(scratch, 'agent.json');
  await writeFile(path, 'theirs');
  const plan = { argv: ['agent'], files: [{ path: to, content: 'ours' }], links: [{ path, to }] };
  await expect(writePlanFiles(plan, scratch)).rejects.toThrow('is not ours');
  await removePlanFiles(scratch);
  expect(await readFile(path, 'utf8')).toBe('theirs');
});

test.each([
  ['/home/agents/developer.json', '/scratch/0a1b2c3d/agent.json'],
  ['agents/cao-0a1b2c3d.json', '/scratch/0a1b2c3d/agent.json'],
  ['/home/agents/cao-0a1b2c3d.json', '/etc/passwd'],
])('a link %s to %s is refused', (path, to) => {
  expect(() => checkPlanPaths({ argv: ['x'], links: [{ path, to }] }, '/scratch/0a1b2c3d', 'rogue')).toThrow(
    'outside its folder',
  );
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
