import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createClient } from '@cao/client';
import { expect, it, vi } from 'vitest';
import { pluginFolder } from './support/plugin-packages.ts';
import { realStand, type Stand } from './support/stand.ts';

vi.setConfig({ testTimeout: 120_000 });

const TICKETS = `import { defineCommand } from '@cao/plugin-sdk';
export const command = defineCommand({
  description: 'Lists the agents that have tickets.',
  arguments: [{ name: 'SESSION', help: 'session', complete: 'session' }],
  options: { json: { type: 'flag', help: 'print JSON' }, limit: { type: 'count', help: 'how many' } },
  examples: [{ command: 'cao tickets cao-shop', note: 'those of a session' }],
  async run({ args: [session], options }, { api, out, err, color }) {
    if (session === 'wrong') throw new Error('that is no session of ours');
    if (session === 'quiet') { err('nothing\\n'); return 4; }
    const { terminals } = await api.get('/sessions/' + session);
    out(options.json ? JSON.stringify({ terminals: terminals.length, color, limit: options.limit ?? null }) + '\\n' : 'one\\n');
  },
});`;

const SKILL = '---\nname: ticket-style\ndescription: How tickets are written here.\n---\n\nBegin with a verb.\n';
const PROFILE =
  '---\nname: ticket_writer\ndescription: Writes tickets.\nprovider: mock_cli\n---\n\nYou write tickets.\n';

interface Parts {
  readonly name?: string;
  readonly commands?: Readonly<Record<string, string>>;
  readonly skills?: Readonly<Record<string, string>>;
  readonly profiles?: Readonly<Record<string, string>>;
}

/** A package that brings no code for the server. */
function parts(
  { home: { home } }: Stand,
  { name = 'cao-tickets', commands = {}, skills = {}, profiles = {} }: Parts,
): string {
  const some = (files: object): boolean => Object.keys(files).length > 0;
  const named = Object.keys(commands).map((command) => [
    command,
    { file: `./commands/${command}.js`, summary: `about ${command}` },
  ]);
  const cao = {
    apiVersion: 1,
    ...(some(commands) && { commands: Object.fromEntries(named) }),
    ...(some(skills) && { skills: './skills' }),
    ...(some(profiles) && { profiles: './profiles' }),
  };
  const folder = pluginFolder(home, { name, source: '', cao });
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  for (const [command, text] of Object.entries(commands)) write(`commands/${command}.js`, text);
  for (const [skill, text] of Object.entries(skills)) write(`skills/${skill}/SKILL.md`, text);
  for (const [profile, text] of Object.entries(profiles)) write(`profiles/${profile}.md`, text);
  return folder;
}

it('a package brings commands, skills and profiles, which work at once and go with it', async () => {
  await using stand = await realStand();
  await stand.ok('server', 'start');
  const whole = {
    commands: { tickets: TICKETS },
    skills: { 'ticket-style': SKILL },
    profiles: { ticket_writer: PROFILE },
  };
  const added = await stand.ok('plugin', 'add', parts(stand, whole));
  expect(added).toContain('command cao tickets (cao-tickets 1.0.0)');
  expect(added).not.toContain('server stop');

  expect(await stand.ok('skills', 'list')).toContain('How tickets are written here. (cao-tickets)');
  expect(JSON.parse(await stand.ok('profile', 'list', '--json'))).toContainEqual(
    expect.objectContaining({ name: 'ticket_writer', source: 'cao-tickets' }),
  );
  // The server that runs takes them as they are now.
  await stand.ok('launch', '--agents', 'ticket_writer', '--headless', '--yolo', '--session-name', 'shop', 'SAY hello');
  const token = readFileSync(path.join(stand.home.caoHome, 'auth-token'), 'utf8').trim();
  const client = createClient({ baseUrl: `http://127.0.0.1:${stand.port}`, token });
  expect(await client.request('GET', '/skills/ticket-style')).toMatchObject({
    content: expect.stringContaining('Begin with a verb'),
  });

  expect(JSON.parse(await stand.ok('tickets', 'cao-shop', '--json', '--limit', '3'))).toEqual({
    terminals: 1,
    color: false,
    limit: 3,
  });
  expect(await stand.cao('tickets', 'quiet')).toMatchObject({ code: 4, stdout: '', stderr: 'nothing\n' });
  expect(await stand.cao('tickets', 'cao-none')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Error: .*cao-none/),
  });
  const wrong = await stand.cao('tickets', 'wrong');
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('Error: that is no session of ours\n') });
  expect(wrong.stderr).toContain("the command 'tickets' of cao-tickets");
  expect(await stand.cao('tickets', '--nothing')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Usage: cao tickets'),
  });
  expect(await stand.ok('tickets', '--help')).toMatch(
    /Lists the agents[\s\S]*--limit N[\s\S]*# those of a session\n {2}cao tickets cao-shop/,
  );
  expect(await stand.ok('--help')).toMatch(/Commands of packages:\n {2}tickets +about tickets\n/);
  expect(await stand.ok('__complete', 'zsh', '--', 'tick')).toBe('tickets\tabout tickets\n');
  expect(await stand.ok('__complete', 'zsh', '--', 'tickets', '--l')).toBe('--limit\thow many\n');
  expect((await stand.cao('ticket', 'x')).stderr).toContain("Did you mean 'cao tickets'?");

  expect(await stand.ok('plugin', 'list')).toMatch(/cao-tickets +1\.0\.0 +managed +enabled/);
  expect(await stand.ok('plugin', 'info', 'cao-tickets')).toMatch(
    /commands +cao tickets\n +brings +skills and profiles/,
  );
  await stand.ok('plugin', 'disable', 'cao-tickets');
  expect((await stand.cao('tickets', 'cao-shop')).stderr).toContain("No such command 'tickets'");
  expect(await stand.ok('skills', 'list')).not.toContain('ticket-style');
  await stand.ok('plugin', 'enable', 'cao-tickets');
  expect(await stand.ok('plugin', 'remove', 'tickets')).toContain('cao-tickets is gone, with tickets');
  expect((await stand.cao('tickets', 'cao-shop')).code).toBe(2);
  expect(await stand.ok('profile', 'list')).not.toContain('ticket_writer');
  await stand.ok('shutdown', '--all');
  await stand.ok('server', 'stop');
});

it('what the person and CAO have comes before a package’s', async () => {
  await using stand = await realStand();
  const local = path.join(stand.home.caoHome, 'agent-store');
  mkdirSync(local, { recursive: true });
  writeFileSync(path.join(local, 'ticket_writer.md'), PROFILE.replace('Writes tickets.', 'Mine.'));
  const developer = PROFILE.replace('ticket_writer', 'developer');
  await stand.ok('plugin', 'add', parts(stand, { profiles: { ticket_writer: PROFILE, developer } }));
  const rows = JSON.parse(await stand.ok('profile', 'list', '--json')) as {
    name: string;
    description: string;
    shadowed?: string[];
  }[];
  expect(rows.find(({ name }) => name === 'ticket_writer')).toMatchObject({
    description: 'Mine.',
    shadowed: ['cao-tickets'],
  });
  expect(rows.find(({ name }) => name === 'developer')).toMatchObject({
    source: 'built-in',
    shadowed: ['cao-tickets'],
  });
});

it.each([
  ['a command of CAO’s own name', { commands: { launch: TICKETS } }, 'CAO has one of that name itself'],
  ['a command that is none', { commands: { tickets: 'export const command = { run: 1 };' } }, 'exports no command'],
  [
    'a command that ends the program',
    { commands: { tickets: 'process.exit(3);' } },
    'it ends the program that loads it',
  ],
  ['a broken profile', { profiles: { ticket_writer: '---\nname: [\n---\n' } }, 'ticket_writer'],
  [
    'a broken skill',
    { skills: { 'ticket-style': SKILL.replace('ticket-style', 'other') } },
    "must equal the folder name 'ticket-style'",
  ],
])('%s is refused, and nothing changes', async (_what, brings, why) => {
  await using stand = await realStand();
  const { code, stderr } = await stand.cao('plugin', 'add', parts(stand, brings));
  expect(code).toBe(1);
  expect(stderr).toContain(why);
  expect(await stand.ok('plugin', 'list')).not.toContain('cao-tickets');
});

it('of two packages with a command of one name the first has it, and doctor tells', async () => {
  await using stand = await realStand();
  const folders = ['cao-one', 'cao-two'].map((name) => parts(stand, { name, commands: { tickets: TICKETS } }));
  await stand.ok('config', 'set', 'plugins.packages', JSON.stringify(folders));
  const { stdout } = await stand.cao('plugin', 'doctor');
  expect(stdout).toContain('command tickets of cao-two is not used: cao-one (listed) has it already.');
});

it('a command that goes wrong when it is loaded is an error that names its package', async () => {
  await using stand = await realStand();
  const folder = parts(stand, { commands: { late: 'process.exit(3);', odd: 'throw new Error("no such machine");' } });
  await stand.ok('config', 'set', 'plugins.packages', JSON.stringify([folder]));
  expect(await stand.cao('late')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/process\.exit\(\) was called[\s\S]*'late' of cao-tickets/),
  });
  expect(await stand.cao('odd', '--help')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no such machine[\s\S]*'odd' of cao-tickets/),
  });
  expect((await stand.cao('--help')).code).toBe(0);
});
