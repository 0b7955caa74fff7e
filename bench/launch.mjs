// From the order of an agent to its idle prompt, and delegation: how much of it is not the program's own start.
import { createBare } from './support/bare.mjs';
import { withCao } from './support/cao.mjs';
import { now } from './support/clock.mjs';
import { atMost, median, round, row, spread } from './support/figures.mjs';

const ROUNDS = 15;

export async function measure() {
  const bare = createBare();
  try {
    return await withCao((cao) => measureWith(cao, bare));
  } finally {
    await bare.dispose();
  }
}

async function measureWith(cao, bare) {
  const env = cao.recorded('team');
  const { id } = await cao.launch('bench', env);
  const events = await cao.events();
  const times = { own: [], idle: [], handoff: [], assigned: [] };
  // The first round learns versions and profiles and is not counted.
  for (let n = 0; n <= ROUNDS; n++) {
    const one = {
      own: await bare.start(),
      idle: await createToIdle(cao, events, n),
      handoff: await handoff(cao, id, n),
      assigned: await assign(cao, id, events, n),
    };
    if (n > 0) for (const [name, ms] of Object.entries(one)) times[name].push(ms);
  }
  events.close();
  const own = median(times.own);
  const detail = (ms) => ({ ownStartMs: round(own), wholeMs: spread(ms) });
  return [
    row(
      'create a terminal to idle, beyond its own start',
      '3.8 s',
      [atMost(200, median(times.idle) - own)],
      detail(times.idle),
    ),
    row('handoff, beyond start and work', '5.56 s', [atMost(150, median(times.handoff) - own)], detail(times.handoff)),
    row(
      'assign: call to task at the worker, its start included',
      '3.86 s',
      [atMost(250, median(times.assigned))],
      detail(times.assigned),
    ),
    row('extra processes per agent', '1 (131 MB)', [atMost(0, extraProcesses(cao), '')]),
  ];
}

async function createToIdle(cao, events, n) {
  const name = `cao-bench-${n}`;
  const idle = events.next(
    ({ session_name, type, data }) =>
      session_name === name && type === 'terminal_status' && data.status === 'idle' && data.ready,
  );
  const from = performance.now();
  await cao.call('POST', '/sessions', {
    agent_profile: 'developer',
    provider: 'mock_cli',
    session_name: name,
    working_directory: cao.home.cwd,
    yolo: true,
  });
  await idle;
  const ms = performance.now() - from;
  await cao.client.sessions.remove(name);
  return ms;
}

async function handoff(cao, caller, n) {
  const from = performance.now();
  const answer = await cao.tool(caller, 'handoff', { agent_profile: 'developer', message: `SAY built ${n}` });
  const ms = performance.now() - from;
  if (!JSON.stringify(answer).includes(`built ${n}`)) throw new Error(`handoff answered ${JSON.stringify(answer)}`);
  return ms;
}

async function assign(cao, caller, events, n) {
  const started = events.next(({ type, data }) => type === 'turn_started' && data.origin === 'assign');
  const ended = events.next(({ type, data }) => type === 'turn_completed' && data.origin === 'assign');
  const from = now();
  await cao.tool(caller, 'assign', { agent_profile: 'developer', message: `SAY assigned ${n}.` });
  const { terminal_id } = await started;
  await ended;
  await cao.client.terminals.remove(terminal_id);
  return cao.keyboard('team').find(({ text }) => text.includes(`assigned ${n}.`)).ms - from;
}

/** What runs for this home beside server, terminal host and the agents themselves. */
function extraProcesses(cao) {
  const known = ['cao-server.js', 'host/main.js', 'mock-cli.js'];
  return cao.processes().filter(({ command }) => known.every((part) => !command.includes(part))).length;
}
