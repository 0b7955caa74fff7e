import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { OPS_PROGRAM } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCao, tool, until, workersOf, type Cao } from './support.ts';

let cao: Cao;

beforeAll(async () => {
  // Short, so that a broken call is taken up again soon.
  cao = await startCao({ CAO_MCP_RETRY_MS: '1000' });
});
afterAll(() => cao[Symbol.asyncDispose]());

/** Whatever a tool answers with; each has some of these. */
interface Answer {
  readonly success: boolean;
  readonly message?: string;
  readonly output?: string | null;
  readonly terminal_id?: string;
  readonly session_name?: string;
  readonly terminals: readonly { readonly id: string; readonly role: string; readonly status: string }[];
  readonly questions: readonly [{ readonly terminal_id: string; readonly question: { readonly text: string } }];
  readonly waits: readonly { readonly for: string }[];
  readonly sessions: readonly unknown[];
  readonly profiles: readonly unknown[];
  readonly providers: readonly unknown[];
}

interface Ops extends AsyncDisposable {
  readonly client: Client;
  /** The structured answer of a tool. */
  call(name: string, args?: Record<string, unknown>, heard?: string[]): Promise<Answer>;
}

async function connect(kind: 'stdio' | 'http'): Promise<Ops> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(kind === 'stdio' ? stdio() : await http());
  return {
    client,
    async call(name, args = {}, heard = []) {
      const onprogress = ({ message = '' }): void => void heard.push(message);
      const { content } = await client.callTool({ name, arguments: args }, undefined, { onprogress, timeout: 60_000 });
      return JSON.parse((content as { text: string }[])[0]?.text ?? '') as Answer;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** As a client starts it: where the server is and the owner's token are found in the home. */
function stdio(): StdioClientTransport {
  const env = { PATH: process.env['PATH'] ?? '', HOME: cao.home.home, CAO_HOME_DIR: cao.home.caoHome };
  return new StdioClientTransport({ command: process.execPath, args: [OPS_PROGRAM], env });
}

async function http(): Promise<StreamableHTTPClientTransport> {
  const token = (await readFile(join(cao.home.caoHome, 'auth-token'), 'utf8')).trim();
  return new StreamableHTTPClientTransport(new URL(`${cao.server.url}/mcp/ops`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
}

const TEAM = [
  tool('assign', { agent_profile: 'reviewer', message: `THINK 1\n${tool('send_message', { message: 'looks good' })}` }),
  'EXPECT 1 SAY the reviewer says: {{1}}',
].join('\n');

describe.each(['stdio', 'http'] as const)('an operator over %s', (kind) => {
  test('is told what there is, in words for somebody who has never seen CAO', async () => {
    await using ops = await connect(kind);
    expect(ops.client.getServerVersion()?.name).toBe('cao-ops-mcp');
    expect(ops.client.getInstructions()).toContain('launch_session');
    const { tools } = await ops.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'list_profiles',
      'get_profile_details',
      'install_profile',
      'list_providers',
      'launch_session',
      'send_session_message',
      'wait_for_session',
      'list_sessions',
      'get_session_info',
      'read_session_output',
      'answer_user_prompt',
      'shutdown_session',
    ]);
    expect(tools.filter(({ annotations }) => annotations?.destructiveHint).map(({ name }) => name)).toEqual([
      'shutdown_session',
    ]);
  });

  test('starts a team, waits with signs of life, asks more, looks and ends it', async () => {
    await using ops = await connect(kind);
    const name = `ops-${kind}`;
    const session_name = `cao-${name}`;
    const launched = await ops.call('launch_session', {
      agent_profile: 'code_supervisor',
      provider: 'mock_cli',
      session_name: name,
      working_directory: cao.home.cwd,
      yolo: true,
      initial_message: TEAM,
    });
    expect(launched).toMatchObject({ success: true, session_name, working_directory: cao.home.cwd });
    const { terminal_id } = launched;

    const heard: string[] = [];
    const done = await ops.call('wait_for_session', { session_name: name, timeout: 50 }, heard);
    expect(done).toMatchObject({
      success: true,
      session_name,
      terminal_id,
      truncated: false,
      questions: [],
      waits: [],
    });
    expect(done.output).toBe('the reviewer says: looks good');
    expect(heard.join()).toContain(terminal_id);

    const sent = await ops.call('send_session_message', { session_name, message: 'SAY and {{sender}} once more' });
    expect(sent).toMatchObject({ success: true, terminal_id });
    const more = await ops.call('wait_for_session', { terminal_id });
    expect(more.output).toContain('once more');

    const { sessions } = await ops.call('list_sessions');
    expect(sessions).toContainEqual(
      expect.objectContaining({ name: session_name, conductor: expect.objectContaining({ terminal_id }) }),
    );
    const info = await ops.call('get_session_info', { session_name });
    expect(info.terminals.map(({ role, status }) => ({ role, status }))).toEqual([
      { role: 'conductor', status: 'completed' },
      { role: 'worker', status: 'completed' },
    ]);
    const read = await ops.call('read_session_output', { session_name, max_chars: 4 });
    expect(read).toMatchObject({ output: 'more', truncated: true, mode: 'last' });
    const full = await ops.call('read_session_output', { session_name, mode: 'full' });
    expect(full.output).toContain('looks good');

    expect(await ops.call('shutdown_session', { session_name })).toMatchObject({
      success: true,
      deleted: [session_name],
    });
    expect(await ops.call('get_session_info', { session_name })).toMatchObject({ success: false, code: 'not_found' });
  });

  test('hears a worker’s question while it waits, and answers it', async () => {
    await using ops = await connect(kind);
    const { session_name } = await ops.call('launch_session', {
      agent_profile: 'code_supervisor',
      provider: 'mock_cli',
      working_directory: cao.home.cwd,
      yolo: true,
      initial_message: tool('handoff', {
        agent_profile: 'developer',
        message: 'ASK Delete it? | Yes | No\nSAY it was {{answer}}',
      }),
    });
    const asked = await ops.call('wait_for_session', { session_name });
    expect(asked).toMatchObject({ success: false, needs_input: true, output: null });
    const [{ terminal_id, question }] = asked.questions;
    expect(question.text).toContain('Delete it?');
    expect(asked.waits.map((wait) => wait.for)).toContain('answer');
    expect(await ops.call('answer_user_prompt', { terminal_id, answer: 'Yes' })).toMatchObject({ success: true });
    const answered = await until(async () => {
      const end = await ops.call('wait_for_session', { session_name });
      return end.success && end;
    });
    expect(answered.success).toBe(true);
    const { terminals } = await ops.call('get_session_info', { session_name });
    const text = await ops.call('read_session_output', { terminal_id: terminals[0]?.id, mode: 'full' });
    expect(text.output).toContain('asks a question');
    await ops.call('shutdown_session', { session_name });
  });

  test('gets profiles by name, and no file of this machine', async () => {
    await using ops = await connect(kind);
    const { profiles } = await ops.call('list_profiles');
    expect(profiles).toContainEqual(expect.objectContaining({ name: 'developer', source: 'built-in' }));
    expect(await ops.call('get_profile_details', { name: 'developer' })).toMatchObject({
      success: true,
      role: 'developer',
    });
    expect(await ops.call('install_profile', { source: 'developer', provider: 'mock_cli' })).toMatchObject({
      success: true,
      agent_name: 'developer',
      source_kind: 'name',
      unresolved_vars: null,
    });
    for (const source of ['/etc/passwd.md', './x.md', 'http://localhost/x.md', 'file:///x.md']) {
      expect(await ops.call('install_profile', { source })).toMatchObject({ success: false });
    }
    const { providers } = await ops.call('list_providers');
    expect(providers).toContainEqual({ name: 'mock_cli', title: expect.any(String), installed: true });
  });

  test('is told what was wrong with a call', async () => {
    await using ops = await connect(kind);
    const refused = async (name: string, args: Record<string, unknown>): Promise<unknown> => {
      const { success, message } = await ops.call(name, args);
      expect(success).toBe(false);
      return message;
    };
    expect(
      await refused('launch_session', { agent_profile: 'nobody', provider: 'mock_cli', session_name: 'x' }),
    ).toContain('nobody');
    expect(await refused('send_session_message', { message: 'hello' })).toContain('Give session_name or terminal_id');
    expect(await refused('send_session_message', { message: 'hello', session_name: 'nope' })).toContain(
      "'cao-nope' not found",
    );
    expect(await refused('answer_user_prompt', { terminal_id: 'nonsense', answer: '1' })).toContain('8 lower-case hex');
    expect(await refused('wait_for_session', { session_name: 'nope' })).toContain('not found');
  });
});

test('a wait goes on over a killed server', async () => {
  await using ops = await connect('stdio');
  const launched = await ops.call('launch_session', {
    agent_profile: 'code_supervisor',
    provider: 'mock_cli',
    session_name: 'outage',
    working_directory: cao.home.cwd,
    initial_message: 'THINK 4\nSAY after all',
  });
  const heard: string[] = [];
  const waiting = ops.call('wait_for_session', { session_name: 'outage' }, heard);
  await until(async () => heard.some((text) => text.includes('processing')));
  await cao.server.kill9();
  await cao.server.restart({ CAO_MCP_RETRY_MS: '1000' });
  expect(await waiting).toMatchObject({ success: true, output: 'after all', terminal_id: launched.terminal_id });
  expect(await workersOf(cao.client, 'cao-outage')).toEqual([]);
}, 90_000);
