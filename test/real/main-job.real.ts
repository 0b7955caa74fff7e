import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCao } from '@cao/testkit';
import { ANSWERS } from './answers.ts';
import { call, callbacks, say, startStage, until, workers, type Age, type Stage } from './stage.ts';

const AGES: Age[] = ['current', 'old', 'oldest'];

describe.each(AGES)('%s versions', (age) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await startStage({ age });
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test('R1: a Claude conductor hands off to Codex, then to Claude; every answer comes back byte for byte', async () => {
    const conductor = await stage.launch('claude', 'r1');
    for (const [name, answer] of ANSWERS) {
      const script = [
        call('handoff', { agent_profile: 'codex_worker', message: say(answer) }),
        call('handoff', { agent_profile: 'claude_worker', message: say(answer) }),
        say(answer),
      ];
      const turn = await stage.ask(conductor.id, script.join('\n'));
      expect({ name, state: turn.state, error: turn.error }).toEqual({ name, state: 'completed', error: null });
      expect(turn.reply === answer, `${name}: the conductor's answer is exact`).toBe(true);
      const jobs = await stage.client.jobs.list({ limit: 2 });
      for (const job of jobs) {
        expect(job.output === answer, `${name}: the answer of ${job.provider} is exact`).toBe(true);
      }
      const status = await runCao(['session', 'status', 'cao-r1', '--json'], {
        home: stage.home,
        env: { CAO_API_PORT: String(stage.server.port) },
      });
      expect(JSON.parse(status.stdout).conductor.last_output === answer, `${name}: cao session status is exact`).toBe(
        true,
      );
    }
    await until(async () => (await workers(stage, 'cao-r1')).length === 0);
  }, 600_000);

  test('R2: three assigned workers call back while the conductor is busy, each once, in order, as its own turn', async () => {
    const conductor = await stage.launch('claude', 'r2');
    const assign = (profile: string, text: string, seconds: number) =>
      call('assign', {
        agent_profile: profile,
        message: `WAIT:${seconds}\n${call('send_message', { message: text })}`,
      });
    const script = [
      assign('codex_worker', 'one', 0),
      assign('claude_worker', 'two', 3),
      assign('codex_worker', 'three', 6),
      'WAIT:12',
      'EXPECT:3:got {{1}}, {{2}}, {{3}}',
    ];
    const first = await stage.ask(conductor.id, script.join('\n'));
    expect(first.state).toBe('completed');
    const last = await until(async () => {
      const [newest] = await stage.client.terminals.turns(conductor.id, { limit: 1 });
      return newest?.seq === 4 && newest.state === 'completed' ? newest : undefined;
    });
    const sent = await callbacks(stage, conductor.id);
    expect(sent.toSorted()).toEqual(['one', 'three', 'two']);
    expect(last.reply).toBe(`got ${sent.join(', ')}`);
    await stage.client.sessions.remove('cao-r2');
  }, 240_000);
});
