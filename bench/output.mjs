// Much output: a hundred terminals at a steady rate, and one that floods.
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withCao } from './support/cao.mjs';
import { now } from './support/clock.mjs';
import { atMost, quantile, round, row, spread } from './support/figures.mjs';
import { cpuPercents, pssMb } from './support/system.mjs';

const PRINTER = fileURLToPath(new URL('./support/printer', import.meta.url));
const CROWD = 100;
const KB_PER_SECOND = 100;
const SECONDS = 15;
/** Until every printer has begun. */
const BEGIN_MS = 2000;
const MEASURED_MS = 11_000;
const FLOOD_MB = 200;
const KEY_EVERY_MS = 20;
const SAMPLE_MS = 100;

export async function measure() {
  return [...(await withCao(steady, listPrinter)), ...(await withCao(flood, listPrinter))];
}

async function listPrinter({ caoHome }) {
  await mkdir(caoHome, { recursive: true });
  await writeFile(join(caoHome, 'settings.json'), JSON.stringify({ plugins: { packages: [PRINTER] } }));
}

async function steady(cao) {
  const printers = await startPrinters(cao, CROWD);
  const pids = [cao.server.pid, cao.hostPid()];
  await Promise.all(printers.map(({ id }) => order(cao, id, `print ${KB_PER_SECOND} ${SECONDS}`)));
  await delay(BEGIN_MS);
  const before = await logBytes(cao);
  const [server, host] = await cpuPercents(pids, delay(MEASURED_MS));
  const mbPerSecond = ((await logBytes(cao)) - before) / 1000 / MEASURED_MS;
  for (const { id } of printers) await printed(cao, id);
  const lost = await missingLines(cao, printers, (KB_PER_SECOND * 1000 * SECONDS) / 100);
  const detail = {
    serverPercent: round(server),
    hostPercent: round(host),
    hostMb: round(pssMb(pids[1])),
    mbPerSecond: round(mbPerSecond),
  };
  return [
    row('100 terminals at 100 KB/s: CPU of server and host', '125 %', [atMost(60, server + host, '%')], detail),
    row('100 terminals at 100 KB/s: lines missing from logs', '10.7 %', [atMost(0, lost, '')]),
  ];
}

async function flood(cao) {
  const [printer] = await startPrinters(cao, 1);
  const other = await cao.launch('other', cao.recorded('other'));
  const host = cao.hostPid();
  const before = pssMb(host);
  let peak = before;
  const sampling = setInterval(() => (peak = Math.max(peak, pssMb(host))), SAMPLE_MS);
  const from = performance.now();
  const over = new AbortController();
  const ended = printed(cao, printer.id).then(() => over.abort());
  await order(cao, printer.id, `flood ${FLOOD_MB}`);
  const pressed = [];
  while (!over.signal.aborted) {
    pressed.push(now());
    await cao.call('POST', `/terminals/${other.id}/key`, { key: 'x' });
    await delay(KEY_EVERY_MS);
  }
  await ended;
  clearInterval(sampling);
  const seconds = (performance.now() - from) / 1000;
  const arrived = cao.keyboard('other').filter(({ text }) => text === 'x');
  const delays = arrived.map(({ ms }, n) => ms - pressed[n]);
  const lost = await missingLines(cao, [printer], (FLOOD_MB * 1e6) / 100);
  return [
    row('one terminal floods 200 MB: growth of the host', 'not measured', [atMost(64, peak - before, 'MB')], {
      mbPerSecond: round(FLOOD_MB / seconds),
    }),
    row('one terminal floods 200 MB: lines missing from its log', 'not measured', [atMost(0, lost, '')]),
    row(
      "one terminal floods 200 MB: another one's input latency",
      'not measured',
      [atMost(100, quantile(delays, 0.99), 'ms', 'p99')],
      spread(delays),
    ),
  ];
}

async function startPrinters(cao, count) {
  const first = await cao.launch('print', {}, 'bench_printer');
  return [first, ...(await cao.crowd('cao-print', count - 1, {}, 'bench_printer'))];
}

/** What the agent is told to do; the turn ends when it has done it. */
function order(cao, id, message) {
  return cao.call('POST', `/terminals/${id}/input`, { message });
}

/** Resolves when the program has said that it printed everything and the terminal shows it. */
async function printed(cao, id) {
  for (;;) {
    const { lines } = await cao.client.terminals.screen(id);
    if (lines.some((line) => line.startsWith('end '))) return;
    await delay(250);
  }
}

async function logBytes(cao) {
  const folder = logFolder(cao);
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function logFolder(cao) {
  return join(cao.home.caoHome, 'logs', 'terminal');
}

async function missingLines(cao, terminals, count) {
  let missing = 0;
  for (const { id } of terminals) missing += count - (await linesInOrder(join(logFolder(cao), `${id}.log`)));
  return missing;
}

/** How many of the numbers 1, 2, 3… a log holds in this order, each once. */
async function linesInOrder(path) {
  let next = 1;
  for await (const line of createInterface({ input: createReadStream(path, 'latin1') })) {
    if (Number(/^\x1b\[32m(\d{9})\x1b\[0m the quick/.exec(line)?.[1]) === next) next += 1;
  }
  return next - 1;
}
