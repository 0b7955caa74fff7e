import { CLI_NAMES, type CliName } from '@cao/testkit';
import { expect, test } from 'vitest';
import { call, say, startStage } from './stage.ts';

/** Every CLI conducts two workers of other kinds. */
const TEAMS = CLI_NAMES.map((conductor, at) => {
  const others = [1, 2].map((step) => CLI_NAMES[(at + step) % CLI_NAMES.length] as CliName);
  return { conductor, workers: others };
});

test.each(TEAMS)(
  '$conductor hands off to $workers',
  async ({ conductor, workers }) => {
    await using stage = await startStage({ kinds: [...new Set([conductor, ...workers])] });
    const { id } = await stage.launch(conductor, 'cross');
    const handoffs = workers.map((kind) =>
      call('handoff', { agent_profile: `${kind}_worker`, message: say(`from ${kind}`) }),
    );
    const turn = await stage.ask(id, `${handoffs.join('\n')}\nREPORT:`);
    expect(turn.state).toBe('completed');
    for (const kind of workers) expect(turn.reply).toContain(`from ${kind}`);
  },
  300_000,
);
