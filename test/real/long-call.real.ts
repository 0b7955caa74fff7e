import { expect, test } from 'vitest';
import { PROVEN } from './cases.ts';
import { startStage, type Age } from './stage.ts';

/** Longer than any default limit of any of these CLIs for one tool call. */
const SECONDS = 620;

/** Eighteen agents that draw a spinner for ten minutes leave nothing of a small machine for what runs beside: the older ones on request. */
const AGES: readonly Age[] = process.env['CAO_LONG_AGES'] === 'all' ? ['current', 'old', 'oldest'] : ['current'];

test.concurrent.each(AGES)(
  'a handoff of ten minutes, with a restart of the server in the middle, returns into every conductor’s own call: %s versions',
  async (age) => {
    await using stage = await startStage({ age, kinds: PROVEN });
    const handoff = {
      agent_profile: 'mock_worker',
      message: `THINK ${SECONDS}\nSAY after all`,
      timeout: SECONDS + 120,
    };
    const script = `TOOL:handoff:${JSON.stringify(handoff)}\nREPORT:`;
    const turns = [];
    for (const kind of PROVEN) {
      const { id } = await stage.launch(kind, `long-${kind}`);
      turns.push({ kind, ...(await stage.client.terminals.input(id, { message: script })) });
    }
    // The length of the call is what is tested; there is nothing else to wait for.
    await new Promise((resolve) => setTimeout(resolve, (SECONDS * 1000) / 2));
    await stage.server.kill9();
    await stage.server.restart();
    const ends = await Promise.all(
      turns.map(async ({ kind, turn_id }) => {
        const { state, reply } = await stage.client.turns.wait(turn_id, { timeoutMs: SECONDS * 1000 });
        return { kind, state, said: reply?.includes('after all') };
      }),
    );
    expect(ends).toEqual(PROVEN.map((kind) => ({ kind, state: 'completed', said: true })));
  },
  1_800_000,
);
