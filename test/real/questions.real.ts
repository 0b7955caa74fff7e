import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CLIS, type CliDefinition } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { say, startStage, until, type Stage } from './stage.ts';

describe.each(CASES)('R4: $kind, $age version', ({ age, kind }) => {
  const { asks }: CliDefinition = CLIS[kind];
  let stage: Stage;
  let terminal: string;

  beforeAll(async () => {
    stage = await startStage({ age, kinds: [kind] });
    terminal = (await stage.launch(kind, 'asking', { asking: true })).id;
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  /** Lets the agent ask whether it may make a file. Returns the turn and the question. */
  async function askFor(file: string) {
    const command = { command: `touch ${file}`, ...(asks.escalate === true && { escalate: true }) };
    const message = `TOOL:shell:${JSON.stringify(command)}\nSAY:allowed`;
    const { turn_id } = await stage.client.terminals.input(terminal, { message });
    const { question } = await until(async () => {
      const now = await stage.client.terminals.get(terminal);
      return now.status === 'waiting_user_answer' && now.question !== null ? now : undefined;
    });
    expect(question?.text).toContain(file);
    return { turnId: turn_id, options: question?.options ?? [] };
  }

  async function ended(turnId: string) {
    return until(async () => {
      const turn = await stage.client.turns.get(turnId);
      return turn.ended_at === null ? undefined : turn;
    });
  }

  test('a question is seen, answered with yes, and nothing is typed into it meanwhile', async () => {
    const { turnId, options } = await askFor('yes.txt');
    await stage.client.inbox.send(terminal, { sender_id: 'user', message: say('later') });
    expect((await stage.client.terminals.get(terminal)).status).toBe('waiting_user_answer');
    expect(await stage.client.inbox.list(terminal, { limit: 5 })).toMatchObject([{ status: 'pending' }]);
    const yes = options.find(({ label }) => asks.yes.test(label));
    await stage.client.terminals.answer(terminal, yes?.key ?? `no option for yes in ${JSON.stringify(options)}`);
    expect(await ended(turnId)).toMatchObject({ state: 'completed', reply: 'allowed' });
    expect(existsSync(join(stage.home.cwd, 'yes.txt'))).toBe(true);
    await until(async () => (await stage.client.inbox.list(terminal, { limit: 5 }))[0]?.status === 'delivered');
    await until(async () => (await stage.client.terminals.get(terminal)).ready);
  }, 240_000);

  test('a question answered with no is refused, and the next input works', async () => {
    const { turnId, options } = await askFor('no.txt');
    const no = options.find(({ label }) => asks.no.test(label));
    await stage.client.terminals.answer(terminal, no?.key ?? `no option for no in ${JSON.stringify(options)}`);
    await ended(turnId);
    expect(existsSync(join(stage.home.cwd, 'no.txt'))).toBe(false);
    expect(await stage.ask(terminal, say('and on'))).toMatchObject({ state: 'completed', reply: 'and on' });
  }, 240_000);
});
