import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCao, tool, until, workersOf, type Cao } from './support.ts';

let cao: Cao;

beforeAll(async () => {
  cao = await startCao();
});
afterAll(() => cao[Symbol.asyncDispose]());

test.each([
  ['FAIL no credit left', 'no credit left'],
  ['CRASH 3', 'exit code 3'],
  ['CRASH SIGKILL', 'signal 9'],
  ['CRASH 0', 'exit code 0'],
])('a handoff whose worker does %s ends at once and says why', async (script, reason) => {
  const name = `fail-${script.replaceAll(/\W+/g, '-')}`;
  const conductor = await cao.launch(name);
  const turn = await cao.ask(conductor.id, tool('handoff', { agent_profile: 'developer', message: script }));
  expect(turn.state).toBe('completed');
  expect(turn.reply).toContain(reason);
});

test('an agent that ended takes no text any more', async () => {
  const conductor = await cao.launch('dead');
  const { turn_id } = await cao.client.terminals.input(conductor.id, { message: 'CRASH 7' });
  expect(await cao.client.turns.wait(turn_id, { timeoutMs: 10_000 })).toMatchObject({ state: 'lost' });
  const terminal = await cao.client.terminals.get(conductor.id);
  expect(terminal).toMatchObject({ status: 'error', ready: false, exit_code: 7 });
  await expect(cao.client.terminals.input(conductor.id, { message: 'rm -rf x' })).rejects.toMatchObject({
    code: 'terminal_gone',
  });
  await expect(cao.client.inbox.send(conductor.id, { sender_id: 'user', message: 'x' })).rejects.toMatchObject({
    code: 'terminal_gone',
  });
});

test('an interrupt ends the turn as interrupted and the agent is ready again', async () => {
  const conductor = await cao.launch('interrupt');
  const { turn_id } = await cao.client.terminals.input(conductor.id, { message: 'HANG' });
  await until(async () => (await cao.client.turns.get(turn_id)).state === 'working');
  await cao.client.terminals.interrupt(conductor.id);
  expect(await cao.client.turns.wait(turn_id, { timeoutMs: 10_000 })).toMatchObject({ state: 'interrupted' });
  expect((await cao.ask(conductor.id, 'SAY still here')).reply).toBe('still here');
});

test('after a failed turn the status is error, the reason is there, and the agent takes the next input', async () => {
  const conductor = await cao.launch('failed');
  const turn = await cao.ask(conductor.id, 'FAIL 400 bad request');
  expect(turn).toMatchObject({ state: 'failed', error: expect.stringContaining('400 bad request') });
  expect(await cao.client.terminals.get(conductor.id)).toMatchObject({ status: 'error', ready: true });
  expect((await cao.ask(conductor.id, 'SAY again')).reply).toBe('again');
});

test('a profile that does not exist fails the call and creates nothing', async () => {
  const conductor = await cao.launch('unknown');
  const turn = await cao.ask(conductor.id, tool('handoff', { agent_profile: 'nobody', message: 'SAY x' }));
  expect(turn.reply).toContain('nobody');
  expect(await workersOf(cao.client, 'cao-unknown')).toEqual([]);
});

test('a failed launch leaves nothing behind', async () => {
  const launch = cao.client.sessions.create({
    agent_profile: 'developer',
    provider: 'no_such_cli',
    session_name: 'nothing',
  });
  await expect(launch).rejects.toMatchObject({ code: 'provider_unknown' });
  expect((await cao.client.sessions.list()).map(({ name }) => name)).not.toContain('cao-nothing');
});

test('a timed out handoff leaves its worker running', async () => {
  const conductor = await cao.launch('slow');
  const turn = await cao.ask(
    conductor.id,
    tool('handoff', { agent_profile: 'developer', message: 'THINK 30', timeout: 2 }),
  );
  expect(turn.reply).toContain('still running');
  expect(await workersOf(cao.client, 'cao-slow')).toMatchObject([{ status: 'processing' }]);
});
