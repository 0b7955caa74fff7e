// Messages between agents: to one that is idle, to one that is at work, ten at once, and what the server answers meanwhile.
import { withCao } from './support/cao.mjs';
import { fromTimeOfDay, now } from './support/clock.mjs';
import { atMost, median, quantile, row, spread } from './support/figures.mjs';

const MESSAGES = 60;
const QUEUED = 40;
const SERIES = 5;
const IN_SERIES = 10;

export function measure() {
  return withCao(async (cao) => {
    const sender = await cao.launch('bench');
    const [receiver] = await cao.crowd('cao-bench', 1, cao.recorded('receiver'));
    const events = await cao.events();
    const post = (text) =>
      cao.call('POST', `/terminals/${receiver.id}/inbox/messages`, { sender_id: sender.id, message: text });
    const desk = { cao, events, id: receiver.id, post };
    await toIdle(desk, 5, 'warm');
    const idle = await toIdle(desk, MESSAGES, 'idle');
    const queued = await toBusy(desk);
    const series = [];
    for (let n = 0; n < SERIES; n++) series.push(await tenAtOnce(desk, n));
    const health = await healthDuringDelivery(desk);
    events.close();
    return [
      row('send_message to an idle terminal to text at its stdin', '330 ms', [p50(15, idle)], spread(idle)),
      row("receiver's end of turn to queued message at its stdin", '379 ms', [p50(30, queued)], spread(queued)),
      row(
        'ten messages to one idle terminal, each its own turn',
        '7.9 s',
        [atMost(500, median(series))],
        spread(series),
      ),
      row(
        '/health while a message is delivered',
        '843 ms',
        [atMost(5, quantile(health, 0.99), 'ms', 'p99')],
        spread(health),
      ),
    ];
  });
}

function p50(limit, values) {
  return atMost(limit, quantile(values, 0.5), 'ms', 'p50');
}

async function toIdle({ cao, events, id, post }, count, word) {
  const sent = [];
  for (let n = 0; n < count; n++) {
    const ended = events.turnEnd(id);
    sent.push(now());
    await post(`SAY ${word} ${n}.`);
    await ended;
  }
  return sent.map((from, n) => arrivalOf(cao, `${word} ${n}.`) - from);
}

/** The receiver works when the message comes; its own record tells when it was done. */
async function toBusy({ cao, events, id, post }) {
  const before = stops(cao, id).length;
  for (let n = 0; n < QUEUED; n++) {
    const both = events.turnEnd(id, 2);
    await cao.call('POST', `/terminals/${id}/input`, { message: 'THINK 0.2' });
    await post(`SAY queued ${n}.`);
    await both;
  }
  const ended = stops(cao, id).slice(before);
  return Array.from({ length: QUEUED }, (_, n) => arrivalOf(cao, `queued ${n}.`) - fromTimeOfDay(ended[2 * n]));
}

function stops(cao, id) {
  return cao
    .hooks(id)
    .filter(({ hook }) => hook === 'Stop')
    .map(({ at }) => at);
}

/** When the first byte of a text reached the program. */
function arrivalOf(cao, text) {
  return cao.keyboard('receiver').find((entry) => entry.text.includes(text)).ms;
}

async function tenAtOnce({ events, id, post }, series) {
  const from = performance.now();
  const ends = events.turnEnd(id, IN_SERIES);
  for (let n = 0; n < IN_SERIES; n++) await post(`SAY ten ${series} ${n}.`);
  await ends;
  return performance.now() - from;
}

async function healthDuringDelivery({ cao, events, id, post }) {
  const times = [];
  for (let n = 0; n < MESSAGES; n++) {
    const over = new AbortController();
    const ended = events.turnEnd(id).then(() => over.abort());
    const posted = post(`SAY health ${n}.`);
    while (!over.signal.aborted) {
      const from = performance.now();
      await cao.call('GET', '/health');
      times.push(performance.now() - from);
    }
    await Promise.all([ended, posted]);
  }
  return times;
}
