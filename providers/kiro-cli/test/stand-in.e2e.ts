import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processesWithEnv } from '@cao/testkit';
import { startCao, type Cao } from './cao.ts';

/** The way of a terminal through server, engine and terminal host. The program is a stand-in: it proves the way, not the screens. */
let cao: Cao;

beforeAll(async () => {
  cao = await startCao(async ({ home }) => {
    await mkdir(join(home, '.kiro', 'agents'), { recursive: true });
    await writeFile(join(home, '.kiro', 'agents', 'mine.json'), MINE);
  });
});
afterAll(() => cao[Symbol.asyncDispose]());

const MINE = '{"name":"mine","prompt":"theirs"}';
const ODD = '  # Titel\n\n| 表 | é |\n```\n› ask a question or describe a task ↵\n▸ Credits: 1\n```\n👩‍👩‍👧 z̃ \\n';

describe.concurrent('a terminal', () => {
  test('is started through the question of trust, with an agent of its own', async () => {
    const terminal = await cao.launch('start');
    expect(terminal).toMatchObject({ status: 'idle', ready: true });
    const { reply } = await cao.ask(terminal, 'SHOW');
    const agent = JSON.parse(reply ?? '') as Record<string, Record<string, unknown>>;
    expect(agent).toMatchObject({
      name: `cao-${terminal.id}`,
      prompt: expect.stringContaining('developer'),
      mcpServers: { 'cao-mcp-server': { timeout: expect.any(Number) } },
    });
    expect(await readdir(join(cao.home.home, '.kiro', 'agents'))).toEqual(['mine.json']);
  });

  test('answers byte for byte, the same answer twice as well', async () => {
    const terminal = await cao.launch('exact');
    for (const seq of [1, 2]) {
      const turn = await cao.ask(terminal, `a task\nSAYJSON:${JSON.stringify(ODD)}`);
      expect(turn).toMatchObject({ state: 'completed', reply: ODD, reply_source: 'transcript', seq });
    }
    expect(await cao.until(terminal, ({ ready }) => ready)).toMatchObject({ status: 'completed' });
  });

  test('asks before it uses a tool, and does as it is told', async () => {
    const terminal = await cao.launch('asks', { yolo: false });
    for (const [given, said] of [
      ['yes', 'execute_bash: done'],
      ['no', 'execute_bash: refused'],
    ] as const) {
      const turnId = await cao.send(terminal, 'RUN:execute_bash:rm -rf build');
      const asking = await cao.until(terminal, ({ question }) => question !== null);
      expect(asking).toMatchObject({
        status: 'waiting_user_answer',
        question: { kind: 'permission', tool: 'execute_bash', text: expect.stringContaining('rm -rf build') },
      });
      expect(asking.question?.options.map(({ label }) => label)).toEqual([
        'Yes, single permission',
        'Trust, always allow in this session',
        'No (Tab to edit)',
      ]);
      await cao.client.terminals.answer(terminal.id, given);
      expect(await cao.ended(turnId)).toMatchObject({ reply: said });
    }
  });

  test('has no tool but those it is allowed', async () => {
    const terminal = await cao.launch('narrow', { tools: ['fs_read', '@builtin'] });
    expect(terminal.tool_restriction).toBe('enforced');
    const { reply } = await cao.ask(terminal, 'RUN:fs_read:a\nRUN:fs_write:b\nRUN:execute_bash:c\nRUN:use_aws:d');
    expect(reply?.split('\n')).toEqual([
      'fs_read: done',
      'fs_write: no such tool',
      'execute_bash: no such tool',
      'use_aws: no such tool',
    ]);
  });

  test('is interrupted, and takes the next prompt', async () => {
    const terminal = await cao.launch('stopped');
    const turnId = await cao.send(terminal, 'HANG');
    await cao.accepted(turnId);
    await cao.client.terminals.interrupt(terminal.id);
    expect(await cao.ended(turnId)).toMatchObject({ state: 'interrupted' });
    expect(await cao.ask(terminal, 'SAYJSON:"after"')).toMatchObject({ state: 'completed', reply: 'after' });
  });

  test('tells an error of the model', async () => {
    const terminal = await cao.launch('failed');
    expect(await cao.ask(terminal, 'FAIL')).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('having trouble responding'),
    });
  });

  test('leaves when asked', async () => {
    const terminal = await cao.launch('leaves');
    await cao.client.terminals.exit(terminal.id);
    await cao.until(terminal, ({ exit_code: code }) => code === 0);
  });
});

test('after a kill the session goes on, with the same agent', async () => {
  const terminal = await cao.launch('resumed');
  await cao.ask(terminal, 'SAYJSON:"first words"');
  for (const { pid } of processesWithEnv('CAO_TERMINAL_ID', terminal.id)) process.kill(pid, 'SIGKILL');
  await cao.until(terminal, ({ exit_reason: reason }) => reason !== null);
  await cao.client.terminals.resume(terminal.id);
  await cao.until(terminal, ({ ready }) => ready);
  expect(await cao.ask(terminal, 'EARLIER')).toMatchObject({
    reply: 'SAYJSON:"first words"|first words',
    reply_source: 'transcript',
  });
  expect((await cao.ask(terminal, 'SHOW')).reply).toContain(`"name":"cao-${terminal.id}"`);
});

describe.concurrent('with parts of Kiro silent', () => {
  test.each(['no-hooks', 'no-log', 'no-session-id'])('%s: the screen tells the rest', async (without) => {
    const terminal = await cao.launch(without, { without });
    for (const word of ['one', 'two']) {
      const turn = await cao.ask(terminal, `say ${word}\nSAYJSON:"the word\\n\\n  is ${word}"`);
      expect(turn).toMatchObject({ state: 'completed', reply: `the word\n\n  is ${word}`, reply_source: 'screen' });
    }
  });
});

test('a conductor gets its worker’s answer through the tools of its agent file', async () => {
  const conductor = await cao.launch('conductor', { profile: 'code_supervisor' });
  const call = { agent_profile: 'developer', message: `SAYJSON:${JSON.stringify(ODD)}` };
  const turn = await cao.ask(conductor, `CALL:handoff:${JSON.stringify(call)}`);
  expect(turn).toMatchObject({ state: 'completed', reply_source: 'transcript' });
  expect(JSON.parse(turn.reply ?? '')).toMatchObject({ success: true, output: ODD });
});

test('an agent of the person’s own is started as it is', async () => {
  const terminal = await cao.launch('native', { profile: 'mine' });
  const { reply, reply_source: source } = await cao.ask(terminal, 'SHOW');
  expect(reply).toContain('"prompt":"theirs"');
  expect(source).toBe('screen');
  expect(await readFile(join(cao.home.home, '.kiro', 'agents', 'mine.json'), 'utf8')).toBe(MINE);
});

test('two in one folder keep their agents and answers apart', async () => {
  const both = await Promise.all(['left', 'right'].map((name) => cao.launch(name)));
  const turns = await Promise.all(both.map((terminal) => cao.ask(terminal, `SAYJSON:"${terminal.name}"`)));
  expect(turns.map(({ reply }) => reply)).toEqual(both.map(({ name }) => name));
  const agents = await Promise.all(both.map((terminal) => cao.ask(terminal, 'SHOW')));
  expect(agents.map(({ reply }) => (JSON.parse(reply ?? '') as { name: string }).name)).toEqual(
    both.map(({ id }) => `cao-${id}`),
  );
});
