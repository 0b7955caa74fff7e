// One terminal that prints as fast as it can: growth of the host, echo of another terminal, lost bytes.
import { createReadStream } from 'node:fs';
import { cpuPercent, createEcho, measureEcho, pssMb, runBench, spawnTerminal } from './lib.mjs';

const megabytes = Number(process.argv[2] ?? 200);
const LINE = 64;
const lines = (megabytes * 1_000_000) / LINE;

const PRINTER = `
  const { writeSync } = require('node:fs');
  for (let n = 1; n <= ${lines}; ) {
    let text = '';
    for (let i = 0; i < 1000 && n <= ${lines}; i++) text += String(n++).padStart(${LINE - 2}, '0') + '\\r\\n';
    let bytes = Buffer.from(text);
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(1, bytes));
  }
`;

/** Whether the file holds the numbers 1 to \`lines\`, one a line, and nothing else. */
async function isComplete(path) {
  let next = 1;
  let rest = '';
  for await (const part of createReadStream(path, { encoding: 'latin1' })) {
    const all = (rest + part).replaceAll('\r', '').split('\n');
    rest = all.pop() ?? '';
    for (const line of all) if (Number(line) !== next++) return false;
  }
  return next === lines + 1 && rest === '';
}

await runBench('flood', async (bench) => {
  const echo = await createEcho(bench);
  const beforeMb = pssMb(bench.pid);
  let peakMb = beforeMb;
  const watcher = setInterval(() => (peakMb = Math.max(peakMb, pssMb(bench.pid))), 200);
  const id = 'f100d000';
  const over = new Promise((resolve) =>
    bench.backend.on((event) => event.type === 'exit' && event.id === id && resolve()),
  );
  const from = performance.now();
  const { logPath } = await spawnTerminal(bench, id, [process.execPath, '-e', PRINTER]);
  const cpu = cpuPercent(bench.pid, 3_000);
  const echoMs = await measureEcho(echo, 10, over);
  const seconds = (performance.now() - from) / 1_000;
  clearInterval(watcher);
  return {
    megabytes,
    mbPerSecond: Math.round((megabytes / seconds) * 10) / 10,
    cpuPercent: await cpu,
    growthMb: Math.round((peakMb - beforeMb) * 10) / 10,
    echoMs,
    complete: await isComplete(logPath),
  };
});
