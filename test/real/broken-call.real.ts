import { expect, test } from 'vitest';
import { call, startStage, until, type CliName } from './stage.ts';

/** Long enough for the calls to begin and for a server to start anew while they last. */
const SECONDS = 40;

/** How these reach the tools depends on their version. The current versions of all do the same with a call of ten minutes. */
const KINDS: readonly CliName[] = ['codex', 'copilot'];

test.concurrent.each(['old', 'oldest'] as const)(
  'a handoff over a restart of the server returns into every conductor’s own call: %s versions',
  async (age) => {
    await using stage = await startStage({ age, kinds: KINDS, env: { CAO_MCP_RETRY_MS: '6000' } });
    const handoff = { agent_profile: 'mock_worker', message: `THINK ${SECONDS}\nSAY after all`, timeout: 300 };
    const turns = [];
    for (const kind of KINDS) {
      const { id } = await stage.launch(kind, `broken-${kind}`);
      const { turn_id } = await stage.client.terminals.input(id, { message: `${call('handoff', handoff)}\nREPORT:` });
      turns.push({ kind, turn_id });
    }
    await until(async () => (await stage.client.jobs.list({ limit: 50 })).length === KINDS.length);
    await stage.server.kill9();
    await stage.server.restart();
    const ends = await Promise.all(
      turns.map(async ({ kind, turn_id }) => {
        const { state, reply } = await stage.client.turns.wait(turn_id, { timeoutMs: 180_000 });
        return { kind, state, said: reply?.includes('after all') };
      }),
    );
    expect(ends).toEqual(KINDS.map((kind) => ({ kind, state: 'completed', said: true })));
  },
  600_000,
);
