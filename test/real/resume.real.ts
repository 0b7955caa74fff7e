import { isAlive, processesWithEnv } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { say, startStage, until, type Stage } from './stage.ts';

describe.each(CASES)('resume of $kind, $age version', ({ age, kind }) => {
  let stage: Stage;
  let terminal: string;

  beforeAll(async () => {
    stage = await startStage({ age, kinds: [kind] });
    terminal = (await stage.launch(kind, 'resume')).id;
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  /** Resumes, and proves by what the model is sent that the agent still knows what was said before. */
  async function resumed(before: string, now: string): Promise<void> {
    await until(async () => (await stage.client.terminals.get(terminal)).exit_reason);
    await stage.client.terminals.resume(terminal);
    await stage.client.terminals.waitReady(terminal, { timeoutMs: 60_000 });
    expect(await stage.ask(terminal, say(now))).toMatchObject({ state: 'completed', reply: now });
    const said = stage.model.userTexts(kind);
    expect(said.at(-1)).toContain(now);
    expect(said.slice(0, -1).some((text) => text.includes(before))).toBe(true);
  }

  test('after a kill of the CLI it goes on with what was said before', async () => {
    await stage.ask(terminal, say('the first words'));
    // What was said last may not have reached the CLI's own disk yet.
    await stage.ask(terminal, say('more words'));
    for (const { pid } of processesWithEnv('CAO_TERMINAL_ID', terminal)) process.kill(pid, 'SIGKILL');
    await resumed('the first words', 'after the kill');
  }, 240_000);

  test('after a kill of the terminal host as well', async () => {
    await stage.ask(terminal, say('the second words'));
    const before = stage.home.processes().filter(({ command }) => !command.includes('server'));
    const hosts = before.filter(({ command }) => command.includes('terminal/dist/host'));
    expect(hosts).toHaveLength(1);
    for (const { pid } of hosts) process.kill(pid, 'SIGKILL');
    await resumed('the second words', 'after the host');
    expect(before.filter(({ pid }) => isAlive(pid))).toEqual([]);
  }, 240_000);
});
