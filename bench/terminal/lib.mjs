// What the terminal benches share: a private home with a host, and the cost of that host as the system counts it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectHost } from '../../packages/terminal/dist/index.js';

const TICKS_PER_SECOND = 100;

/** Runs `bench` with a host of its own and prints what it returns as JSON. */
export async function runBench(name, bench) {
  const home = mkdtempSync(join(tmpdir(), 'cao-bench-'));
  const runDir = join(home, 'run');
  const backend = await connectHost({ runDir, logDir: join(home, 'logs') });
  const pid = Number(execFileSync('pgrep', ['-f', '--', `--directory ${runDir}`], { encoding: 'utf8' }).trim());
  try {
    const result = await bench({ backend, home, pid });
    process.stdout.write(`${JSON.stringify({ bench: name, ...result })}\n`);
  } finally {
    await backend.shutdown();
    rmSync(home, { recursive: true, force: true });
  }
}

export function spawnTerminal({ backend, home }, id, argv, size = { cols: 200, rows: 50 }) {
  return backend.spawn({
    id,
    argv,
    cwd: home,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' },
    size,
    logPath: join(home, 'logs', `${id}.log`),
    labels: {},
  });
}

/** Memory of a process with its share of what it shares, in MB. */
export function pssMb(pid) {
  const kb = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Math.round(Number(kb) / 102.4) / 10;
}

function cpuSeconds(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** CPU of a process while `ms` pass, in percent of one core. */
export async function cpuPercent(pid, ms) {
  const from = performance.now();
  const before = cpuSeconds(pid);
  await delay(ms);
  return Math.round(((cpuSeconds(pid) - before) / ((performance.now() - from) / 1_000)) * 1_000) / 10;
}

export function quantiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN) * 10) / 10;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

const ECHO = `process.stdin.setRawMode(true); process.stdin.on('data', (bytes) => process.stdout.write(bytes)); process.stdout.write('ready');`;

/** A terminal whose program echoes; `round` measures one key there and back in milliseconds. */
export async function createEcho(bench, id = 'ec400000') {
  await spawnTerminal(bench, id, [process.execPath, '-e', ECHO]);
  let heard = () => {};
  const viewer = await bench.backend.attach(id, {
    onData(data, reset) {
      viewer.ack(data.length);
      if (!reset) heard();
    },
    onSize() {},
    onEnd() {},
  });
  while (!(await bench.backend.snapshot(id)).lines[0]?.startsWith('ready')) await delay(20);
  return {
    async round() {
      const from = performance.now();
      const back = new Promise((resolve) => (heard = resolve));
      viewer.write(Buffer.from('x'));
      await back;
      return performance.now() - from;
    },
  };
}

/** Presses a key every `everyMs` until `done` resolves. */
export async function measureEcho(echo, everyMs, done) {
  const rounds = [];
  const state = { running: true };
  void done.then(() => (state.running = false));
  while (state.running) {
    rounds.push(await echo.round());
    await delay(everyMs);
  }
  return quantiles(rounds);
}
