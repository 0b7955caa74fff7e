// Plugins: what an event costs its sender, whether one gets lost, and what the server feels of plugins that do everything wrong.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventType } from '@cao/contracts';
import { createRegistry, discover } from '@cao/plugin-host';
import { openState } from '@cao/state';
import { withCao } from './support/cao.mjs';
import { atMost, median, quantile, row, spread } from './support/figures.mjs';
import { BAD, badPlugin, countingPlugin } from './support/plugin-packages.mjs';

const EVENTS = 10_000;
const PLUGINS = 10;
const MESSAGES = 40;
const HEALTH = 400;

export async function measure() {
  const [live, durable] = [await burst(false), await burst(true)];
  const none = await withCao(feel);
  const bad = await withCao(feel, async (home) => {
    mkdirSync(home.caoHome, { recursive: true });
    const packages = Object.keys(BAD).map((name) => badPlugin(join(home.home, 'bad'), name, EventType.options));
    writeFileSync(join(home.caoHome, 'settings.json'), JSON.stringify({ plugins: { packages } }));
  });
  return [
    row('10 000 events at once to 10 plugins: cost to the sender, each', '', [atMost(20, live.cost, 'µs')], live),
    row('the same, events lost', '', [atMost(0, live.lost, '')]),
    row('the same to 10 durable plugins: cost to the sender, each', '', [atMost(20, durable.cost, 'µs')], durable),
    row('the same, events lost', '', [atMost(0, durable.lost, '')]),
    row(
      'six plugins that throw, hang, flood, stray, exit and never load: message to its end of turn',
      '',
      [atMost(1.5, median(bad.turns) / median(none.turns), 'x', 'p50 against none')],
      { none: spread(none.turns), bad: spread(bad.turns) },
    ),
    row('the same: /health meanwhile', '', [atMost(5, quantile(bad.health, 0.99), 'ms', 'p99')], {
      none: spread(none.health),
      bad: spread(bad.health),
    }),
  ];
}

/** Everything is sent before anybody gets a turn: the worst a sender can do. */
async function burst(durable) {
  const folder = mkdtempSync(join(tmpdir(), 'cao-bench-'));
  const state = openState({ path: join(folder, 'cao.sqlite'), now: Date.now });
  try {
    const packages = Array.from({ length: PLUGINS }, (_, n) => countingPlugin(folder, `p${durable}${n}`, durable));
    const quiet = () => {};
    const registry = createRegistry({
      discovery: discover({ roots: [{ source: 'listed', packages, from: [folder] }] }),
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
    await registry.startPlugins({ home: folder, events: source(state) });
    const sent = Array.from({ length: EVENTS }, (_, n) => {
      const data = { status: 'idle', reason: 'the prompt is there', ready: true, question: null, n };
      return state.events.append({
        type: 'terminal_status',
        at: 0,
        sessionName: 'cao-a',
        terminalId: 'aaaaaaaa',
        data,
      });
    }).map(asEvent);
    const from = performance.now();
    for (const event of sent) registry.publish(event);
    const cost = ((performance.now() - from) * 1000) / EVENTS;
    while (registry.plugins().some(({ waiting }) => waiting > 0)) await new Promise((done) => setTimeout(done, 5));
    const all = (performance.now() - from) / 1000;
    await registry.stop();
    const counted = packages.map((path) => globalThis.counted[path.split('/').at(-1)]);
    const lost = counted.reduce((sum, { count, gaps }) => sum + EVENTS - count + gaps, 0);
    return { cost, lost, events_per_second: Math.round((EVENTS * PLUGINS) / all) };
  } finally {
    state.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function source({ events, pluginCursors }) {
  return {
    since: (id, limit) => events.since(id, { limit }).map(asEvent),
    lastId: () => events.lastId(),
    cursor: (plugin) => pluginCursors.get(plugin),
    keepCursor: (plugin, id) => pluginCursors.set(plugin, id),
  };
}

function asEvent({ id, type, at, sessionName, terminalId, data }) {
  return { id, type, at: new Date(at).toISOString(), session_name: sessionName, terminal_id: terminalId, data };
}

/** What somebody who uses the server notices. */
async function feel(cao) {
  const { id } = await cao.launch('bench');
  const events = await cao.events();
  const turns = [];
  for (let n = 0; n < MESSAGES; n++) {
    const ended = events.turnEnd(id);
    const from = performance.now();
    await cao.call('POST', `/terminals/${id}/input`, { message: `SAY plugin ${n}.` });
    await ended;
    turns.push(performance.now() - from);
  }
  events.close();
  const health = [];
  for (let n = 0; n < HEALTH; n++) {
    const from = performance.now();
    await cao.call('GET', '/health');
    health.push(performance.now() - from);
  }
  return { turns, health };
}
