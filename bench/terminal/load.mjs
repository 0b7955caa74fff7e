// Many terminals that print numbered lines at a steady rate: CPU and memory of the host, echo of another one, lost bytes.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuPercent, createEcho, measureEcho, pssMb, runBench, spawnTerminal } from './lib.mjs';

const count = Number(process.argv[2] ?? 100);
const kbPerSecond = Number(process.argv[3] ?? 100);
const seconds = Number(process.argv[4] ?? 20);

// A hundred bytes a line, in colour and with a redraw now and then, as agents print.
const PRINTER = `
  let n = 0;
  process.stdin.once('data', () => {
    const end = Date.now() + ${seconds * 1_000};
    const timer = setInterval(() => {
      let text = '';
      for (let i = 0; i < ${kbPerSecond}; i++) text += '\\x1b[32m' + String(++n).padStart(9, '0') + '\\x1b[0m ' + 'the quick brown fox jumps '.repeat(3) + '\\n';
      process.stdout.write(text + '\\x1b[2K\\x1b[1G');
      if (Date.now() > end) { clearInterval(timer); process.stdout.write('\\nend ' + n + '\\n'); }
    }, 100);
  });
`;

await runBench('load', async (bench) => {
  const facts = [];
  for (let n = 0; n < count; n++) {
    facts.push(await spawnTerminal(bench, (0x10ad0000 + n).toString(16), [process.execPath, '-e', PRINTER]));
  }
  const echo = await createEcho(bench);
  await delay(count * 80);
  await Promise.all(
    facts.map(({ id }) => bench.backend.input(id, { key: 'go', steps: [{ type: 'key', key: 'Enter' }] })),
  );
  const measuring = cpuPercent(bench.pid, (seconds - 2) * 1_000);
  const echoMs = await measureEcho(echo, 25, measuring);
  const cpu = await measuring;
  const memory = pssMb(bench.pid);
  const ended = async (id) => (await bench.backend.snapshot(id)).lines.some((line) => line.startsWith('end '));
  for (const { id } of facts) while (!(await ended(id))) await delay(100);
  let bytes = 0;
  let incomplete = 0;
  for (const { logPath } of facts) {
    const log = readFileSync(logPath, 'latin1');
    bytes += log.length;
    const numbers = [...log.matchAll(/\x1b\[32m(\d{9})/g)].map((match) => Number(match[1]));
    const last = Number(/end (\d+)/.exec(log)?.[1]);
    if (numbers.length !== last || numbers.some((number, index) => number !== index + 1)) incomplete += 1;
  }
  return {
    terminals: count,
    mbPerSecond: Math.round(bytes / seconds / 1e5) / 10,
    cpuPercent: cpu,
    pssMb: memory,
    echoMs,
    incompleteLogs: incomplete,
  };
});
