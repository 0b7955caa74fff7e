import { test } from 'vitest';
import { startStage } from './stage.ts';
test.each([90, 400])(
  'dbg %i',
  async (SECONDS) => {
    await using stage = await startStage({ kinds: ['claude'] });
    const handoff = {
      agent_profile: 'mock_worker',
      message: `THINK ${SECONDS}\nSAY after all`,
      timeout: SECONDS + 120,
    };
    const script = `TOOL:handoff:${JSON.stringify(handoff)}\nREPORT:`;
    const { id } = await stage.launch('claude', `long`);
    const { turn_id } = await stage.client.terminals.input(id, { message: script });
    await new Promise((resolve) => setTimeout(resolve, (SECONDS * 1000) / 2));
    await stage.server.kill9();
    await stage.server.restart();
    const t = await stage.client.turns.wait(turn_id, { timeoutMs: SECONDS * 1000 });
    console.log(SECONDS, t.state, t.reply, JSON.stringify(await stage.client.jobs.list({ limit: 3 })));
  },
  900000,
);
