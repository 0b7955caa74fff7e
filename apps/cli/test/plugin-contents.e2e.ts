import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '@cao/testkit';
import { expect, it, vi } from 'vitest';
import { pluginFolder } from './support/plugin-packages.ts';
import { realStand, type Stand } from './support/stand.ts';

// npm runs for each step, a second or two each.
vi.setConfig({ testTimeout: 180_000 });

const GUIDE = path.join(import.meta.dirname, '../../../docs/writing-a-plugin.md');

/** The package of the guide as somebody would type it off. */
function typedOff(stand: Stand): string {
  const guide = readFileSync(GUIDE, 'utf8');
  for (const [, name = '', content = ''] of guide.matchAll(/^`(tickets\/[\w./]+)`\n\n```\w+\n([\s\S]*?)^```$/gm)) {
    const file = path.join(stand.home.home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return path.join(stand.home.home, 'tickets');
}

const rows = async (stand: Stand, ...words: string[]): Promise<{ name: string; source?: string }[]> =>
  JSON.parse(await stand.ok(...words, '--json')) as { name: string; source?: string }[];

const doctor = async (stand: Stand): Promise<string> => (await stand.cao('plugin', 'doctor')).stdout;

it("the guide's package brings its command, its skill and its profile into a server that runs, and takes them away", async () => {
  await using stand = await realStand();
  await stand.ok('server', 'start');
  const added = await stand.ok('plugin', 'add', typedOff(stand));
  expect(added).toContain('✓ command cao tickets (cao-tickets 0.1.0)\n');
  expect(added).not.toContain('restart');

  expect(await stand.ok('--help')).toMatch(/Commands of installed packages:\n {2}tickets +sessions by their ticket\n/);
  expect(await stand.ok('__complete', 'bash', '--', 'tick')).toBe('tickets\tsessions by their ticket\n');
  expect(await stand.ok('tickets', '--help')).toMatch(
    /^Usage: cao tickets \[options\] \[TICKET\]\n[^]*from the package/,
  );
  const wrong = await stand.cao('tickets', '--nonsense');
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('No such option: --nonsense') as string });

  expect(await rows(stand, 'profile', 'list')).toContainEqual(
    expect.objectContaining({ name: 'ticket_worker', source: 'package:cao-tickets' }),
  );
  expect(await rows(stand, 'skills', 'list')).toContainEqual(
    expect.objectContaining({ name: 'tickets', source: 'package:cao-tickets' }),
  );

  const listed = JSON.parse(await stand.ok('plugin', 'list', '--json')) as { name: string }[];
  const row = { name: 'cao-tickets', state: 'enabled', commands: ['tickets'], skills: true, profiles: true };
  expect(listed).toContainEqual(expect.objectContaining(row));
  expect(await stand.ok('plugin', 'info', 'cao-tickets')).toContain('cao tickets');

  const started = await stand.ok('tickets', 'ENG-12', '--provider', 'mock_cli', '--json');
  const { session_name: name } = JSON.parse(started) as { session_name: string };
  await eventually(async () => expect(await stand.ok('tickets')).toBe(`ENG-12  ${name}\n`));
  const launch = ['launch', '--agents', 'ticket_worker', '--provider', 'mock_cli', '--headless', '--yolo'];
  await stand.ok(...launch, '--session-name', 'two');
  expect(await stand.ok('session', 'status', 'cao-two')).toContain('ticket_worker');
  const token = readFileSync(path.join(stand.home.caoHome, 'auth-token'), 'utf8').trim();
  const skill = await fetch(`http://127.0.0.1:${stand.port}/skills/tickets`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await skill.text()).toContain('which ticket it is for');

  const off = await stand.ok('plugin', 'disable', 'cao-tickets');
  expect(off).not.toContain('cao server stop');
  expect((await stand.cao('tickets')).stderr).toContain("No such command 'tickets'");
  expect(await rows(stand, 'skills', 'list')).not.toContainEqual(expect.objectContaining({ name: 'tickets' }));
  expect(await stand.cao(...launch, '--session-name', 'three')).toMatchObject({ code: 1 });
  await stand.ok('plugin', 'enable', 'cao-tickets');
  await stand.ok('tickets');
  await stand.ok('plugin', 'remove', 'cao-tickets');
  expect((await stand.cao('tickets')).code).toBe(2);
});

const REST = "export const command = { description: 'd', examples: [{ command: 'cao x' }],";

it('what a package does wrong is told with its name and stops nobody else', async () => {
  await using stand = await realStand();
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const sources = {
    throwing: 'throw new Error("no network");',
    hanging: 'await new Promise(() => {});',
    exiting: 'process.exit(7);',
    failing: `${REST} run: async () => { throw new Error('out of tickets'); } };`,
    strange: `${REST} run: async () => 'three' };`,
    four: `${REST} run: async () => 4 };`,
  };
  const names = Object.keys(sources);
  const entries = names.map((name) => [name, { file: `./${name}.js`, summary: `it is ${name}` }]);
  const commands = Object.fromEntries(entries) as Record<string, unknown>;
  const cao = { apiVersion: 1, commands, skills: './skills', profiles: './profiles' };
  const folder = pluginFolder(stand.home.home, { name: 'cao-bad', source: '', cao });
  for (const [name, source] of Object.entries(sources)) write(path.join(folder, `${name}.js`), source);
  const skill = (name: string): string => `---\nname: ${name}\ndescription: from the package\n---\nText.\n`;
  write(path.join(folder, 'skills/broken/SKILL.md'), 'no front matter');
  write(path.join(folder, 'skills/mine/SKILL.md'), skill('mine'));
  write(path.join(folder, 'profiles/developer.md'), '---\nname: developer\ndescription: theirs\n---\nText.\n');
  write(path.join(folder, 'profiles/odd.md'), '---\nname: [\n---\n');
  write(path.join(stand.home.caoHome, 'skills/mine/SKILL.md'), skill('mine').replace('the package', 'me'));
  // Not let in as it is; what the settings list is used as it is.
  expect(await stand.cao('plugin', 'add', folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("'name' must equal the folder name 'broken'") as string,
  });
  await stand.ok('config', 'set', 'plugins.packages', JSON.stringify([folder]));

  const failure = async (name: string): Promise<string> => {
    const { code, stdout, stderr } = await stand.cao(name);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    return stderr;
  };
  expect(await failure('throwing')).toContain('Command throwing of cao-bad cannot be loaded: no network');
  expect(await failure('hanging')).toMatch(/Command hanging of cao-bad cannot be loaded: .*5000 ms/);
  expect(await failure('exiting')).toContain(
    'Command exiting of cao-bad cannot be loaded: its module ends the program',
  );
  expect(await failure('failing')).toBe('Error: cao-bad: out of tickets\n');
  expect(await failure('strange')).toContain('cao-bad: it ended with "three", which is no exit code');
  expect(await stand.cao('four')).toMatchObject({ code: 4 });
  expect(await stand.ok('--help')).toContain('it is hanging');

  await stand.ok('server', 'start');
  expect(await rows(stand, 'profile', 'list')).toContainEqual(
    expect.objectContaining({ name: 'developer', source: 'built-in' }),
  );
  const mine = (await rows(stand, 'skills', 'list')).filter(({ name }) => name === 'mine');
  expect(mine).toEqual([{ name: 'mine', description: 'from me' }]);
  const said = await doctor(stand);
  expect(said).toContain('profile developer is not used: built-in has one of that name.');
  expect(said).toMatch(/profile odd cannot be used/);
  expect(said).toContain('skill mine is not used');
  expect(said).toMatch(/a skill cannot be used: .*broken/);
});

it.each([
  ['a command that is none', { 'index.js': 'export const command = { run: 1 };' }, 'cannot be loaded: '],
  ['a command that ends the program', { 'index.js': 'process.exit(3);' }, 'ends the program that loads it'],
  ['a broken profile', { 'profiles/odd.md': '---\nname: [\n---\n' }, 'odd'],
  ['an empty folder of profiles', { 'profiles/README.txt': '' }, 'nothing for CAO is in it'],
])('%s is not added, and nothing changes; plugin check says the same', async (_what, files, why) => {
  await using stand = await realStand();
  const isCommand = 'index.js' in files;
  const brings = isCommand ? { commands: { odd: { file: './index.js', summary: 'x' } } } : { profiles: './profiles' };
  const cao = { apiVersion: 1, ...brings };
  const folder = pluginFolder(stand.home.home, { name: 'cao-odd', source: '', cao });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  for (const how of ['check', 'add']) {
    const { code, stderr } = await stand.cao('plugin', how, folder);
    expect({ how, code }).toEqual({ how, code: 1 });
    expect(stderr).toContain(why);
  }
  expect(await stand.ok('plugin', 'list')).not.toContain('cao-odd');
});

it('plugin check tells what a package brings and installs nothing; a package goes by the name of its command', async () => {
  await using stand = await realStand();
  const folder = typedOff(stand);
  expect(await stand.ok('plugin', 'check', folder)).toContain('✓ command cao tickets (cao-tickets 0.1.0)');
  expect(await stand.ok('plugin', 'list')).not.toContain('cao-tickets');
  await stand.ok('plugin', 'add', folder);
  expect(await stand.ok('plugin', 'remove', 'tickets')).toContain('cao-tickets is gone');
  expect((await stand.cao('tickets')).code).toBe(2);
});
