import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCao, tool, until, workersOf, type Cao } from './support.ts';

let cao: Cao;

beforeAll(async () => {
  cao = await startCao();
});
afterAll(() => cao[Symbol.asyncDispose]());

test('handoff returns the worker’s answer, and the worker is gone afterwards', async () => {
  const conductor = await cao.launch('handoff');
  const turn = await cao.ask(conductor.id, tool('handoff', { agent_profile: 'developer', message: 'SAY built it' }));
  expect(turn).toMatchObject({ state: 'completed', origin: 'user' });
  expect(turn.reply).toContain('built it');
  await until(async () => (await workersOf(cao.client, 'cao-handoff')).length === 0);
});

test('a handoff’s answer is exact, whatever is in it', async () => {
  const conductor = await cao.launch('exact');
  const answer = '  # Titel\n\n| 表 | é |\n```\n❯ ● ✻ Working… (2s · esc to interrupt)\n```\n👩‍👩‍👧 z̃ \\n';
  const turn = await cao.ask(conductor.id, `SAYJSON ${JSON.stringify(answer)}`);
  expect(turn.reply).toBe(answer);
  const again = await cao.ask(conductor.id, `SAYJSON ${JSON.stringify(answer)}`);
  expect(again.reply).toBe(answer);
  expect(again.id).not.toBe(turn.id);
});

test('assigned workers call back while the conductor is busy: each message once, in order, as a turn of its own', async () => {
  const conductor = await cao.launch('assign');
  const assign = (text: string, seconds: number) =>
    tool('assign', {
      agent_profile: 'reviewer',
      message: `THINK ${seconds}\n${tool('send_message', { message: text })}`,
    });
  const script = [
    assign('one', 0.1),
    assign('two', 0.6),
    assign('three', 1.1),
    'THINK 1.5',
    'EXPECT 3 SAY got {{1}}, {{2}}, {{3}}',
  ];
  const first = await cao.ask(conductor.id, script.join('\n'));
  expect(first.state).toBe('completed');
  const last = await until(async () => {
    const [newest] = await cao.client.terminals.turns(conductor.id, { limit: 1 });
    return newest?.seq === 4 && newest.state === 'completed' ? newest : undefined;
  });
  expect(last.reply).toBe('got one, two, three');
  const messages = await cao.client.inbox.list(conductor.id, { limit: 50 });
  expect(messages.map(({ message, status }) => ({ message, status }))).toEqual([
    { message: 'one', status: 'delivered' },
    { message: 'two', status: 'delivered' },
    { message: 'three', status: 'delivered' },
  ]);
  expect(new Set(messages.map(({ turn_id }) => turn_id)).size).toBe(3);
});

test('a child never exceeds what its parent was granted; a role alone does not limit delegation', async () => {
  const create = { agent_profile: 'code_supervisor', provider: 'mock_cli', working_directory: cao.home.cwd };
  const worker = async (session: string, allowed_tools?: string[]) => {
    const { id } = await cao.client.sessions.create({
      ...create,
      session_name: session,
      ...(allowed_tools && { allowed_tools }),
    });
    await cao.client.terminals.waitReady(id, { timeoutMs: 20_000 });
    return cao.client.terminals.create(`cao-${session}`, { agent_profile: 'developer', caller_id: id });
  };
  expect((await worker('by-role')).allowed_tools).toEqual([
    '@builtin',
    'fs_*',
    'execute_bash',
    'web_fetch',
    '@cao-mcp-server',
  ]);
  expect((await worker('by-list', ['fs_read', '@cao-mcp-server'])).allowed_tools).toEqual([
    'fs_read',
    '@cao-mcp-server',
  ]);
});

test('a shut down session leaves no process', async () => {
  await cao.launch('gone');
  const before = cao.home.processes().length;
  await cao.client.sessions.remove('cao-gone');
  await until(async () => cao.home.processes().length < before);
  await expect(cao.client.sessions.get('cao-gone')).rejects.toMatchObject({ code: 'not_found' });
});
