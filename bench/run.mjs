// npm run bench [-- NAME…] [--runs N] [--json]: measures, prints a table, ends with 1 when a bar is missed.
import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { median, round } from './support/figures.mjs';
import { quietMoment } from './support/system.mjs';
import { table } from './support/table.mjs';

const TOPICS = ['cli', 'start', 'launch', 'turns', 'mail', 'http', 'crowd', 'output', 'plugins'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    'quiet-s': { type: 'string', default: '10' },
  },
});
const topics = positionals.length > 0 ? positionals : TOPICS;
const unknown = topics.filter((name) => !TOPICS.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`No such bench: ${unknown.join(', ')}. There are ${TOPICS.join(', ')}.\n`);
  process.exit(2);
}

const rows = [];
const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version, moments: [] };
for (const name of topics) rows.push(...(await measureTopic(name)));
if (values.json) process.stdout.write(`${JSON.stringify({ machine, rows }, null, 2)}\n`);
else process.stdout.write(`${table(rows, machine)}\n`);
process.exitCode = rows.every(({ figures }) => figures.every(({ ok }) => ok)) ? 0 : 1;

/** Several runs of one topic as one: the median of each figure, with the spread of the runs. */
async function measureTopic(name) {
  const { measure } = await import(`./${name}.mjs`);
  const runs = [];
  for (let n = 0; n < Number(values.runs); n++) {
    const moment = await quietMoment(Number(values['quiet-s']) * 1000);
    machine.moments.push(moment);
    process.stderr.write(
      `${name} ${n + 1}: machine ${Math.round(moment.idle * 100)} % idle, load ${moment.load.toFixed(1)}\n`,
    );
    runs.push(await measure());
  }
  return runs[0].map((first, index) => ({
    ...first,
    figures: first.figures.map((figure, at) =>
      summarise(
        figure,
        runs.map((rowsOfRun) => rowsOfRun[index].figures[at].value),
      ),
    ),
    detail: runs.map((rowsOfRun) => rowsOfRun[index].detail),
  }));
}

function summarise(figure, measured) {
  const value = round(median(measured), 2);
  const ok = figure.most ? value <= figure.limit : value >= figure.limit;
  return { ...figure, value, ok, runs: measured.map((one) => round(one, 2)) };
}
