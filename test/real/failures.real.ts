import { isAlive, processesWithEnv } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { call, say, startStage, until, workers, type Stage } from './stage.ts';

describe.each(CASES)('R5: $kind, $age version', ({ age, kind }) => {
  let stage: Stage;
  let terminal: string;

  beforeAll(async () => {
    stage = await startStage({ age, kinds: [kind] });
    terminal = (await stage.launch(kind, 'errors')).id;
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test('a model error ends the turn as failed, with the reason, and the next input works', async () => {
    const turn = await stage.ask(terminal, 'FAIL:400');
    expect(turn).toMatchObject({ state: 'failed', error: expect.stringMatching(/400|fail/i) });
    expect(await stage.client.terminals.get(terminal)).toMatchObject({ status: 'error' });
    expect((await stage.ask(terminal, say('after the error'))).reply).toBe('after the error');
  }, 120_000);

  test('retries are work, and the answer after them is the answer', async () => {
    const turn = await stage.ask(terminal, `FAIL:529:2\n${say('after retries')}`);
    expect(turn).toMatchObject({ state: 'completed', reply: 'after retries' });
  }, 180_000);

  test('an interrupt ends the turn as interrupted', async () => {
    const { turn_id } = await stage.client.terminals.input(terminal, { message: 'WAIT:60\nSAY:never' });
    await until(async () => (await stage.client.turns.get(turn_id)).state === 'working');
    await stage.client.terminals.interrupt(terminal);
    expect(await stage.client.turns.wait(turn_id, { timeoutMs: 15_000 })).toMatchObject({ state: 'interrupted' });
    expect((await stage.ask(terminal, say('still here'))).reply).toBe('still here');
  }, 120_000);

  test('a handoff whose worker is killed ends at once and says why', async () => {
    const conductor = await stage.launch(kind, 'killed');
    const { turn_id } = await stage.client.terminals.input(conductor.id, {
      message: `${call('handoff', { agent_profile: `${kind}_worker`, message: 'WAIT:60\nSAY:never' }).replace('TOOL!', 'TOOL')}\nREPORT:`,
    });
    const worker = await until(async () => {
      const [found] = await workers(stage, 'cao-killed');
      const turns = found ? await stage.client.terminals.turns(found.id, { limit: 1 }) : [];
      return turns[0]?.state === 'working' ? found : undefined;
    });
    for (const { pid } of processesWithEnv('CAO_TERMINAL_ID', worker.id)) killIfAlive(pid);
    const turn = await stage.client.turns.wait(turn_id, { timeoutMs: 30_000 });
    expect(turn.state).toBe('completed');
    expect(turn.reply).toMatch(/killed by signal 9/);
  }, 180_000);

  test('an agent that exits takes nothing more', async () => {
    await stage.client.terminals.exit(terminal);
    await until(async () => (await stage.client.terminals.get(terminal)).exit_reason !== null || undefined);
    await expect(stage.client.terminals.input(terminal, { message: 'x' })).rejects.toMatchObject({
      code: 'terminal_gone',
    });
  }, 60_000);
});

/** Of a CLI of several processes the first may take the others along. */
function killIfAlive(pid: number): void {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}
