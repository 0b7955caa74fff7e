// From the agent's own end of a turn to the status event at a client, with hooks and from the screen alone.
import { withCao } from './support/cao.mjs';
import { atMost, quantile, row, spread } from './support/figures.mjs';

const TURNS = 100;
/** Each waits for the screen to fall silent. */
const SCREEN_TURNS = 40;

export function measure() {
  return withCao(async (cao) => {
    const signalled = await cao.launch('signalled');
    const silent = await cao.launch('silent', { ...cao.recorded('silent'), MOCK_CLI_FLAGS: '--no-hooks' });
    const bySignal = await measureTurns(cao, signalled.id, TURNS, () => hookEnds(cao, signalled.id));
    const byScreen = await measureTurns(cao, silent.id, SCREEN_TURNS, () => transcriptEnds(cao, 'silent'));
    return [
      row(
        "the agent's own end of turn to status event, with a signal",
        '54 ms',
        [atMost(10, quantile(bySignal, 0.5), 'ms', 'p50'), atMost(50, quantile(bySignal, 0.99), 'ms', 'p99')],
        spread(bySignal),
      ),
      row(
        "the agent's own end of turn to status event, from the screen alone",
        '54 ms',
        [atMost(120, quantile(byScreen, 0.5), 'ms', 'p50')],
        spread(byScreen),
      ),
    ];
  });
}

/** Runs turns one after another; `ends` reads when the agent itself ended each. */
export async function measureTurns(cao, id, count, ends) {
  const events = await cao.events();
  const before = ends().length;
  const heard = [];
  for (let n = 0; n < count; n++) {
    const status = events.next(
      ({ terminal_id, type, data }) => terminal_id === id && type === 'terminal_status' && data.status === 'completed',
    );
    await cao.call('POST', `/terminals/${id}/input`, { message: `SAY answer ${n}` });
    heard.push((await status).arrival);
  }
  events.close();
  const ended = ends().slice(before);
  if (ended.length !== count) throw new Error(`${ended.length} of ${count} ends are on record`);
  return heard.map((arrival, n) => arrival - ended[n]);
}

export function hookEnds(cao, id) {
  return cao
    .hooks(id)
    .filter(({ hook }) => hook === 'Stop')
    .map(({ at }) => at);
}

function transcriptEnds(cao, folder) {
  return cao
    .transcripts(folder)
    .filter(({ type }) => type === 'assistant')
    .map(({ at }) => at);
}
