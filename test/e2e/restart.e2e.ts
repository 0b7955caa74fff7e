import { expect, test } from 'vitest';
import { seededRandom } from '@cao/testkit';
import { startCao, tool, until, workersOf, type Cao } from './support.ts';

/** The main job of mock agents, killed at random moments. Every prompt an agent gets is recorded by the agent itself. */
const SEEDS = [1, 2, 3, 4, 5, 6];
const KILLS = 3;

function script(): string {
  const assign = (text: string, seconds: number) =>
    tool('assign', {
      agent_profile: 'reviewer',
      message: `RECORD worker-${text}.jsonl\nTHINK ${seconds}\n${tool('send_message', { message: text })}`,
    });
  return [
    tool('handoff', { agent_profile: 'developer', message: 'RECORD developer.jsonl\nTHINK 0.8\nSAY built' }),
    assign('one', 0.3),
    assign('two', 0.9),
    'EXPECT 2 SAY all: {{prev}} / {{1}} / {{2}}',
  ].join('\n');
}

async function finish(cao: Cao, conductorId: string): Promise<string> {
  const last = await until(async () => {
    const [newest] = await cao.client.terminals.turns(conductorId, { limit: 1 }).catch(() => []);
    return newest?.seq === 3 && newest.state === 'completed' ? newest : undefined;
  }, 40_000);
  return last.reply ?? '';
}

test.each(SEEDS)(
  'killed and restarted at random points, the job ends the same (seed %i)',
  { timeout: 150_000 },
  async (seed) => {
    const random = seededRandom(seed);
    await using cao = await startCao({ CAO_MCP_RETRY_MS: '500' });
    const conductor = await cao.launch('job');
    await cao.client.terminals.input(conductor.id, { message: script() });
    for (let kill = 0; kill < KILLS; kill++) {
      // The moments are the point of the test; nothing is waited for.
      await new Promise((resolve) => setTimeout(resolve, 20 + random.int(880)));
      await cao.server.kill9();
      await cao.server.restart();
    }
    const reply = await finish(cao, conductor.id).catch(async (error: unknown) => {
      const [turns, jobs, explained] = [
        await cao.client.terminals.turns(conductor.id, { limit: 5 }),
        await cao.client.jobs.list({ limit: 10 }),
        await cao.client.terminals.explain(conductor.id),
      ];
      throw new Error(JSON.stringify({ turns, jobs, explained }, null, 1), { cause: error });
    });
    expect(reply).toMatch(/^all: [^]*built[^]* \/ (one \/ two|two \/ one)$/);
    const messages = await cao.client.inbox.list(conductor.id, { limit: 50 });
    expect(messages.map(({ message, status }) => `${message} ${status}`).toSorted()).toEqual([
      'one delivered',
      'two delivered',
    ]);
    for (const name of ['developer.jsonl', 'worker-one.jsonl', 'worker-two.jsonl']) {
      expect(await cao.recorded(name), name).toHaveLength(1);
    }
    expect(await workersOf(cao.client, 'cao-job')).toHaveLength(2);
    await cao.client.sessions.remove('cao-job');
    await until(async () => cao.home.processes().every(({ command }) => !command.includes('mock-cli')));
  },
);
