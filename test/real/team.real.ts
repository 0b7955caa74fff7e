import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANSWERS } from './answers.ts';
import { CASES } from './cases.ts';
import { call, callbacks, say, startStage, until, workers, type Stage } from './stage.ts';

describe.each(CASES)('$kind as conductor and as worker, $age version', ({ age, kind }) => {
  let stage: Stage;
  let conductor: string;

  beforeAll(async () => {
    stage = await startStage({ age, kinds: [kind] });
    conductor = (await stage.launch(kind, 'team')).id;
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test.each(ANSWERS)(
    'handoff brings the answer and the conductor gives it, byte for byte: %s',
    async (_name, answer) => {
      const handoff = call('handoff', { agent_profile: `${kind}_worker`, message: say(answer) });
      const turn = await stage.ask(conductor, `${handoff}\n${say(answer)}`);
      expect(turn).toMatchObject({ state: 'completed', error: null });
      expect(turn.reply === answer, 'the conductor’s answer is exact').toBe(true);
      const [job] = await stage.client.jobs.list({ limit: 1 });
      expect(job?.output === answer, `the worker’s answer is exact; its job ${job?.state}`).toBe(true);
      await until(async () => (await workers(stage, 'cao-team')).length === 0);
    },
    300_000,
  );

  test('assigned workers call back, each once, in order, as a turn of its own', async () => {
    const assign = (text: string, seconds: number) =>
      call('assign', {
        agent_profile: `${kind}_worker`,
        message: `WAIT:${seconds}\n${call('send_message', { message: text })}`,
      });
    await stage.ask(conductor, [assign('one', 0), assign('two', 8), 'WAIT:4', 'EXPECT:2:got {{1}}, {{2}}'].join('\n'));
    const last = await until(async () => {
      const [newest] = await stage.client.terminals.turns(conductor, { limit: 1 });
      return newest?.state === 'completed' && newest.reply?.startsWith('got') ? newest : undefined;
    }, 120_000);
    const sent = await callbacks(stage, conductor);
    expect(sent.toSorted()).toEqual(['one', 'two']);
    expect(last.reply).toBe(`got ${sent.join(', ')}`);
  }, 300_000);

  test('two in one directory at the same time keep their answers apart', async () => {
    const twins = await Promise.all(['left', 'right'].map((name) => stage.launch(kind, name)));
    for (const round of [1, 2, 3]) {
      const turns = await Promise.all(twins.map(({ id }) => stage.ask(id, `SLOW:1:${id} in round ${round}`)));
      expect(turns.map(({ reply }) => reply)).toEqual(twins.map(({ id }) => `${id} in round ${round}`));
    }
    await Promise.all(['left', 'right'].map((name) => stage.client.sessions.remove(`cao-${name}`)));
  }, 300_000);
});
