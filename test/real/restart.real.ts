import { expect, test } from 'vitest';
import { seededRandom } from '@cao/testkit';
import { call, callbacks, say, startStage, until, type Stage } from './stage.ts';

/** Each seed kills the server at one random point of R1 and at one of R2: twenty points with the current versions. */
const SEEDS = {
  current: [11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
  old: [21, 22, 23],
  oldest: [31, 32],
};

async function killAfter(stage: Stage, ms: number): Promise<void> {
  // The moment is the point of the test; nothing is waited for.
  await new Promise((resolve) => setTimeout(resolve, ms));
  await stage.server.kill9();
  await stage.server.restart();
}

test.each(['current', 'old', 'oldest'] as const)(
  'R3: killed at random points, every job ends the same: %s versions',
  async (age) => {
    await using stage = await startStage({ age, env: { CAO_MCP_RETRY_MS: '6000' } });
    for (const seed of SEEDS[age]) {
      const random = seededRandom(seed);
      const [first, second] = [random.int(9000), random.int(14_000)];
      process.stdout.write(`seed ${seed}: R1 killed after ${first} ms, R2 after ${second} ms\n`);
      await handoffs(stage, seed, first);
      await assigns(stage, seed, second);
    }
  },
  1_800_000,
);

async function handoffs(stage: Stage, seed: number, ms: number): Promise<void> {
  const session = `r3a-${seed}`;
  const conductor = await stage.launch('claude', session);
  const script = [
    call('handoff', { agent_profile: 'codex_worker', message: `WAIT:2\n${say(`codex ${seed}`)}` }),
    call('handoff', { agent_profile: 'claude_worker', message: `WAIT:1\n${say(`claude ${seed}`)}` }),
    'REPORT:',
  ];
  const { turn_id } = await stage.client.terminals.input(conductor.id, { message: script.join('\n') });
  await killAfter(stage, ms);
  const turn = await stage.client.turns.wait(turn_id, { timeoutMs: 120_000 });
  expect(turn.state, `seed ${seed}${turn.state === 'completed' ? '' : await report(stage, conductor.id)}`).toBe(
    'completed',
  );
  expect(turn.reply).toContain(`codex ${seed}`);
  expect(turn.reply).toContain(`claude ${seed}`);
  const jobs = (await stage.client.jobs.list({ limit: 10 })).filter(
    ({ session_name }) => session_name === `cao-${session}`,
  );
  expect(jobs.map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
  await ended(stage, session);
}

async function assigns(stage: Stage, seed: number, ms: number): Promise<void> {
  const session = `r3b-${seed}`;
  const conductor = await stage.launch('claude', session);
  const assign = (profile: string, text: string, seconds: number) =>
    call('assign', { agent_profile: profile, message: `WAIT:${seconds}\n${call('send_message', { message: text })}` });
  const script = [
    assign('codex_worker', 'one', 0),
    assign('claude_worker', 'two', 4),
    assign('codex_worker', 'three', 8),
    'EXPECT:3:got {{1}}, {{2}}, {{3}}',
  ];
  await stage.client.terminals.input(conductor.id, { message: script.join('\n') });
  await killAfter(stage, ms);
  const last = await until(async () => {
    const turns = await stage.client.terminals.turns(conductor.id, { limit: 10 });
    return turns[0]?.seq === 4 && turns[0].state === 'completed' ? turns[0] : undefined;
  }, 120_000);
  const sent = await callbacks(stage, conductor.id);
  expect(sent.toSorted(), `seed ${seed}`).toEqual(['one', 'three', 'two']);
  expect(last.reply, `seed ${seed}`).toBe(`got ${sent.join(', ')}`);
  await ended(stage, session);
}

/** What a run that went wrong looked like. */
async function report(stage: Stage, terminalId: string): Promise<string> {
  const [explained, jobs] = [
    await stage.client.terminals.explain(terminalId),
    await stage.client.jobs.list({ limit: 5 }),
  ];
  return `\n${JSON.stringify({ ...explained, jobs }, null, 1)}\n${stage.server.output()}`;
}

/** No orphan process is left of a session that was shut down. */
async function ended(stage: Stage, session: string): Promise<void> {
  await stage.client.sessions.remove(`cao-${session}`);
  await until(async () => stage.home.processes().every(({ command }) => !/claude|codex/.test(command)));
}
