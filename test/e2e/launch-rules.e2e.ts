import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@cao/client';
import type { CaoEvent, CreateSessionRequest, Terminal } from '@cao/contracts';
import { processesWithEnv, startServer, tempHome } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCao, tool, until, workersOf, type Cao } from './support.ts';

/** What decides how an agent begins, seen from outside. docs/lessons.md names these tests. */
let cao: Cao;

const SERVER_ENV = {
  // Of the agent that started the server, say, and of no use to others.
  CLAUDECODE: '1',
  CODEX_SANDBOX: 'seatbelt',
  // These sign a CLI in.
  CLAUDE_CODE_USE_BEDROCK: '1',
  AWS_REGION: 'eu-central-1',
  UNRELATED: 'private',
};

beforeAll(async () => {
  cao = await startCao(SERVER_ENV);
  const standIn = fileURLToPath(new URL('../../providers/kiro-cli/test/stand-in/kiro-cli.mjs', import.meta.url));
  await cao.home.addProgram(standIn, 'kiro-cli');
  await profile('scripted', 'provider: mock_cli', 'model: profile-model');
  await profile('elsewhere', 'provider: nowhere_cli');
  await profile('doomed', 'provider: mock_cli', 'toolsSettings: { mock_cli: { flags: "--no-such-flag" } }');
});
afterAll(() => cao[Symbol.asyncDispose]());

async function profile(name: string, ...lines: readonly string[]): Promise<void> {
  const store = join(cao.home.caoHome, 'agent-store');
  await mkdir(store, { recursive: true });
  const text = ['---', `name: ${name}`, `description: ${name}`, ...lines, '---', '', 'Do as you are told.', ''];
  await writeFile(join(store, `${name}.md`), text.join('\n'));
}

const create = (name: string, request: Partial<CreateSessionRequest>): Promise<Terminal> =>
  cao.client.sessions.create({
    agent_profile: 'developer',
    session_name: name,
    working_directory: cao.home.cwd,
    ...request,
  });

async function environmentOf({ id }: Terminal): Promise<readonly string[]> {
  await cao.client.terminals.waitReady(id, { timeoutMs: 30_000 });
  const [program] = processesWithEnv('CAO_TERMINAL_ID', id);
  return (await readFile(`/proc/${program?.pid}/environ`, 'utf8')).split('\0');
}

async function eventsOf(session: string, last: CaoEvent['type']): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const event of cao.client.events({ lastEventId: 0 })) {
    if (event.session_name === session) seen.push(event.type);
    if (event.session_name === session && event.type === last) return seen;
  }
  throw new Error('the events ended');
}

describe('what an agent runs on', () => {
  test('the provider is the one that was named, else the profile’s, else the parent’s, whatever the tools', async () => {
    expect(await create('named', { agent_profile: 'scripted', provider: 'kiro_cli' })).toMatchObject({
      provider: 'kiro_cli',
    });
    for (const [name, tools] of [
      ['yolo', { yolo: true }],
      ['listed', { allowed_tools: ['fs_read', '@cao-mcp-server'] }],
    ] satisfies [string, Partial<CreateSessionRequest>][]) {
      expect(await create(name, { agent_profile: 'scripted', ...tools })).toMatchObject({ provider: 'mock_cli' });
    }
    expect(await create('default', {})).toMatchObject({ provider: 'kiro_cli' });
    const parent = await cao.launch('parent');
    await cao.ask(parent.id, tool('assign', { agent_profile: 'developer', message: 'SAY here' }));
    expect(await workersOf(cao.client, 'cao-parent')).toMatchObject([{ provider: 'mock_cli' }]);
  });

  test('a profile with a provider that is not there runs on the default one', async () => {
    expect(await create('astray', { agent_profile: 'elsewhere' })).toMatchObject({ provider: 'kiro_cli' });
  });

  test('the model is the one that was named, else the profile’s', async () => {
    for (const [name, request, model] of [
      ['model-of-profile', {}, 'profile-model'],
      ['model-named', { model: 'another' }, 'another'],
    ] as const) {
      const { id } = await create(name, { agent_profile: 'scripted', provider: 'kiro_cli', ...request });
      await cao.client.terminals.waitReady(id, { timeoutMs: 30_000 });
      const [program] = processesWithEnv('CAO_TERMINAL_ID', id);
      expect(program?.command).toContain(`--model ${model} `);
    }
  });
});

describe('where and as what it runs', () => {
  test('an agent’s terminal is 220 columns by 50 rows from the start', async () => {
    const { id } = await cao.launch('size');
    const { lines } = await cao.client.terminals.screen(id);
    expect(lines).toHaveLength(50);
    expect(Math.max(...lines.map((line) => line.trimEnd().length))).toBe(220);
  });

  test('an agent inherits what it needs, and nothing of the agent that started the server', async () => {
    const variables = await environmentOf(await create('env', { provider: 'mock_cli' }));
    const names = variables.map((variable) => variable.split('=', 1)[0] ?? '');
    expect(names).toEqual(expect.arrayContaining(['HOME', 'PATH', 'TERM', 'LANG', 'AWS_REGION']));
    expect(names).toContain('CLAUDE_CODE_USE_BEDROCK');
    for (const name of ['CLAUDECODE', 'CODEX_SANDBOX', 'UNRELATED']) expect(names).not.toContain(name);
    expect(variables).toContain('TERM=xterm-256color');
    expect(variables.find((variable) => variable.startsWith('LANG='))).toMatch(/UTF-8$/);
  });

  test('nobody overrides what CAO says to an agent', async () => {
    for (const name of ['CAO_TERMINAL_ID', 'CAO_TOKEN', 'CLAUDECODE']) {
      const launch = create('forged', { provider: 'mock_cli', env_vars: { [name]: 'mine' } });
      await expect(launch).rejects.toMatchObject({ message: expect.stringContaining(name) });
    }
  });

  test('a directory is judged by where it really is', async () => {
    await symlink('/etc', join(cao.home.cwd, 'innocent'));
    const launch = create('linked', { provider: 'mock_cli', working_directory: join(cao.home.cwd, 'innocent') });
    await expect(launch).rejects.toMatchObject({ code: 'working_directory_invalid' });
  });

  test('a worker begins in the directory of its conductor, unless it is given another', async () => {
    const folder = join(cao.home.cwd, 'part');
    await mkdir(folder);
    const { id } = await create('there', { provider: 'mock_cli', working_directory: folder, yolo: true });
    await cao.client.terminals.waitReady(id, { timeoutMs: 30_000 });
    await cao.ask(id, tool('assign', { agent_profile: 'developer', message: 'SAY here' }));
    expect(await workersOf(cao.client, 'cao-there')).toMatchObject([{ working_directory: folder }]);
  });
});

describe('what is left alone, and what is told', () => {
  test('a launch under the name of a session that runs leaves that session alone', async () => {
    const { id } = await cao.launch('taken');
    await expect(cao.launch('taken')).rejects.toMatchObject({ code: 'conflict' });
    expect(await cao.ask(id, 'SAY still here')).toMatchObject({ reply: 'still here' });
  });

  test('a worker that ends before it takes its task is told to the conductor', async () => {
    const { id } = await cao.launch('conducts');
    await cao.ask(id, tool('assign', { agent_profile: 'doomed', message: 'SAY never' }));
    const told = await until(async () => {
      const [message] = await cao.client.inbox.list(id, { limit: 1 });
      return message?.message;
    });
    expect(told).toMatch(/ended with exit code/);
  });

  test('a message to nobody, and one to oneself, are refused in words', async () => {
    const { id } = await cao.launch('writes');
    for (const [receiver, words] of [
      ['deadbeef', "Terminal 'deadbeef' not found"],
      [id, 'cannot send a message to itself'],
    ] as const) {
      const turn = await cao.ask(id, tool('send_message', { receiver_id: receiver, message: 'x' }));
      expect(turn.reply).toContain(words);
    }
  });

  test('a worker whose answer could not be read goes like any other', async () => {
    const { id } = await cao.launch('mute');
    await cao.ask(id, tool('handoff', { agent_profile: 'developer', message: 'SILENT 1' }));
    await until(async () => (await workersOf(cao.client, 'cao-mute')).length === 0);
  });

  test('what is said to agents, and by them, is not in the log of the server', async () => {
    const { id } = await cao.launch('private');
    const turn = await cao.ask(id, `SAY words-that-nobody-logs`);
    expect(turn.reply).toBe('words-that-nobody-logs');
    const logs = join(cao.home.caoHome, 'logs');
    const names = (await readdir(logs)).filter((name) => name.endsWith('.log'));
    expect(names).not.toEqual([]);
    for (const name of names) expect(await readFile(join(logs, name), 'utf8')).not.toContain('words-that-nobody-logs');
  });

  test('the folder of --agents-dir counts for the list, the launch and installing', async () => {
    await using home = await tempHome();
    const folder = join(home.home, 'theirs');
    await mkdir(folder);
    await writeFile(join(folder, 'far.md'), '---\nname: far\ndescription: of that folder\n---\n\nBe far.\n');
    await using server = await startServer({ home, args: ['--agents-dir', folder] });
    const token = (await readFile(join(home.caoHome, 'auth-token'), 'utf8')).trim();
    const client = createClient({ baseUrl: server.url, token });
    expect(await client.profiles.list()).toContainEqual(expect.objectContaining({ name: 'far' }));
    const request = { agent_profile: 'far', provider: 'mock_cli', session_name: 'far', working_directory: home.cwd };
    expect(await client.sessions.create(request)).toMatchObject({ agent_profile: 'far' });
    const installed = await fetch(`${server.url}/agents/profiles/install`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ source: 'far' }),
    });
    expect(installed.status).toBe(200);
    await client.sessions.remove('cao-far');
  });

  test('a session tells its beginning before its terminals and their ends before its own', async () => {
    await cao.launch('told');
    await cao.client.sessions.remove('cao-told');
    const types = await eventsOf('cao-told', 'post_kill_session');
    const wanted = ['post_create_session', 'post_create_terminal', 'post_kill_terminal', 'post_kill_session'];
    expect(types.filter((type) => wanted.includes(type))).toEqual(wanted);
  });
});
