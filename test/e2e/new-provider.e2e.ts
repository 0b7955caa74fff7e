import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, runCao, type RunResult } from '@cao/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startCao, type Cao } from './support.ts';

/** One compile or test run of a small package on a busy machine. */
const LIMIT_MS = 60_000;
const ROOT = join(import.meta.dirname, '../..');
let cao: Cao;
let folder: string;

beforeAll(async () => {
  cao = await startCao();
  folder = join(cao.home.home, 'fresh-cli');
});
afterAll(() => cao[Symbol.asyncDispose]());

const command = (...words: string[]): Promise<RunResult> => runCao(words, { home: cao.home, cwd: cao.home.home });
const inFolder = (program: string, ...args: string[]): Promise<RunResult> =>
  run(process.execPath, [join(ROOT, 'node_modules', program), ...args], {
    cwd: folder,
    env: cao.home.env,
    timeoutMs: LIMIT_MS,
  });

/**
 * What `npm install` does, without a network: CAO's packages from the tarballs the folder carries, everything else as links to
 * what is installed in this checkout.
 */
async function install(): Promise<void> {
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '@cao'), { recursive: true });
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  for (const [name, version] of Object.entries<string>({ ...dependencies, ...devDependencies })) {
    const place = join(modules, name);
    if (version.startsWith('file:')) {
      await mkdir(place);
      const tarball = join(folder, version.slice('file:'.length));
      const args = ['-xzf', tarball, '-C', place, '--strip-components=1'];
      const { code, stderr } = await run('tar', args, { env: cao.home.env, timeoutMs: LIMIT_MS });
      if (code !== 0) throw new Error(`${tarball} cannot be unpacked: ${stderr}`);
    } else {
      const own = join(ROOT, 'node_modules', name);
      await mkdir(join(place, '..'), { recursive: true });
      await symlink(existsSync(own) ? own : join(ROOT, 'packages/provider-sdk/node_modules', name), place);
    }
  }
}

test(
  'a new provider builds, passes its tests, and is driven by a running server from outside',
  { timeout: 120_000 },
  async () => {
    expect(await command('provider', 'new', 'fresh_cli')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Next:'),
    });
    expect(await readdir(folder)).toContain('vendor');
    expect(JSON.stringify(await readTree(join(folder, 'src')))).not.toMatch(/sample/i);
    expect(await readFile(join(folder, 'package.json'), 'utf8')).not.toMatch(/workspace:|catalog:|sample/);
    expect(await command('provider', 'new', 'other_cli', '--dir', folder)).toMatchObject({ code: 1 });
    expect(await command('provider', 'add', folder)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm run build'),
    });

    await install();
    expect(await inFolder('typescript/bin/tsc', '-p', 'tsconfig.json')).toMatchObject({ code: 0, stdout: '' });
    expect(await inFolder('typescript/bin/tsc', '-p', 'tsconfig.build.json')).toMatchObject({ code: 0 });
    const tests = await inFolder('vitest/vitest.mjs', 'run', '--reporter=json', '--outputFile=report.json');
    expect(tests).toMatchObject({ code: 0 });
    expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      numFailedTests: 0,
      numPendingTests: 0,
    });

    expect(await command('provider', 'add', 'fresh-cli')).toMatchObject({ code: 0 });
    const rows = await cao.client.providers.list();
    expect(rows).toContainEqual(
      expect.objectContaining({ name: 'fresh_cli', package: 'cao-provider-fresh-cli', installed: true }),
    );

    const terminal = await cao.launch('fresh', { profile: 'developer', provider: 'fresh_cli' });
    expect(terminal).toMatchObject({ provider: 'fresh_cli', status: 'idle', ready: true });
    const answer = '  exact: “漢字”\n\n  and two blanks';
    const turn = await cao.ask(terminal.id, `SAYJSON ${JSON.stringify(answer)}`);
    expect(turn).toMatchObject({ state: 'completed', reply: answer, reply_source: 'signal' });
    const listed = await cao.ask(terminal.id, 'TOOL load_skill {"name":"no-such-skill"}');
    expect(listed.reply).toContain('load_skill failed');
  },
);

test('what a terminal shows becomes a test of its provider', { timeout: 60_000 }, async () => {
  const [terminal] = (await cao.client.sessions.get('cao-fresh')).terminals;
  const id = terminal?.id ?? '';
  await cao.ask(id, 'ASK Really? | Yes | No');
  const place = join(folder, 'test/fixtures/screens/asks');
  expect(await command('terminal', 'capture', id, place)).toMatchObject({ code: 0 });
  const expected = JSON.parse(await readFile(join(place, 'expected.json'), 'utf8'));
  expect(expected).toMatchObject({
    state: 'waiting',
    question: { text: 'Really?', options: [{ label: 'Yes' }, { label: 'No' }] },
  });
  const vitest = (): Promise<RunResult> => inFolder('vitest/vitest.mjs', 'run', '-t', 'asks');
  expect(await vitest()).toMatchObject({ code: 0, stdout: expect.stringContaining('2 passed') });
  await writeFile(join(place, 'expected.json'), JSON.stringify({ ...expected, state: 'ready' }));
  expect(await vitest()).toMatchObject({ code: 1 });
  await rm(place, { recursive: true });
});

test('doctor explains why a broken one was not loaded; a removed one is gone', { timeout: 60_000 }, async () => {
  const copy = join(cao.home.home, 'broken-cli');
  await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
  const manifest = await readFile(join(copy, 'package.json'), 'utf8');
  await writeFile(join(copy, 'package.json'), manifest.replace('"fresh_cli"', '"broken_cli"'));
  const entry = join(copy, 'dist/index.js');
  await writeFile(entry, (await readFile(entry, 'utf8')).replace("'fresh_cli'", "'broken_cli'"));
  expect(await command('provider', 'add', copy)).toMatchObject({ code: 0 });
  await rm(entry);
  const named = await command('provider', 'doctor', 'broken_cli');
  expect(named).toMatchObject({ code: 1, stderr: expect.stringContaining('that file does not exist') });
  const { stdout } = await command('provider', 'doctor');
  expect(stdout).toMatch(/broken_cli \(not loaded\)\n.*that file does not exist\. Build it: npm run build/);
  expect(await command('provider', 'remove', copy)).toMatchObject({ code: 0 });
  expect((await command('provider', 'doctor')).stdout).not.toContain('broken_cli');
});

async function readTree(directory: string): Promise<string[]> {
  return Promise.all((await readdir(directory)).map((name) => readFile(join(directory, name), 'utf8')));
}
