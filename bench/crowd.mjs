// A hundred agents: what they cost when they do nothing, and what they do to the one that is watched when all are busy.
import { setTimeout as delay } from 'node:timers/promises';
import { withCao } from './support/cao.mjs';
import { atMost, quantile, round, row, spread } from './support/figures.mjs';
import { cpuPercents, pssMb } from './support/system.mjs';
import { hookEnds, measureTurns } from './turns.mjs';

const CROWD = 100;
const TURNS = 100;
/** What starting them left behind is over by then; V8 collects its garbage for up to half a minute. */
const CALM_MS = 30_000;
const IDLE_MS = 20_000;

export function measure() {
  return withCao(async (cao) => {
    const watched = await cao.launch('crowd');
    const others = await cao.crowd('cao-crowd', CROWD - 1);
    const pids = [cao.server.pid, cao.hostPid()];
    await delay(CALM_MS);
    const [server, host] = await cpuPercents(pids, delay(IDLE_MS));
    const memory = pids.map(pssMb);
    await Promise.all(others.map(({ id }) => cao.call('POST', `/terminals/${id}/input`, { message: 'THINK 600' })));
    const delays = await measureTurns(cao, watched.id, TURNS, () => hookEnds(cao, watched.id));
    const parts = {
      serverPercent: round(server, 2),
      hostPercent: round(host, 2),
      serverMb: round(memory[0]),
      hostMb: round(memory[1]),
    };
    return [
      row('100 idle terminals: CPU of server and host', '42 %', [atMost(1, server + host, '%')], parts),
      row(
        '100 idle terminals: memory (PSS) of server and host',
        '261 MB',
        [atMost(260, memory[0] + memory[1], 'MB')],
        parts,
      ),
      row(
        "the agent's own end of turn to status event, at 100 busy terminals",
        '107 ms, max 314',
        [atMost(100, quantile(delays, 0.99), 'ms', 'p99')],
        spread(delays),
      ),
    ];
  });
}
