// Memory and CPU of a host with terminals that have full screens and scrollback and do nothing.
import { setTimeout as delay } from 'node:timers/promises';
import { cpuPercent, pssMb, runBench, spawnTerminal } from './lib.mjs';

const count = Number(process.argv[2] ?? 100);

await runBench('idle', async (bench) => {
  const emptyMb = pssMb(bench.pid);
  const from = performance.now();
  for (let n = 0; n < count; n++) {
    await spawnTerminal(bench, (0x1d1e0000 + n).toString(16), [
      'sh',
      '-c',
      'seq 1 200 | sed "s/$/ some text of a line/"; exec cat',
    ]);
  }
  const spawnMs = (performance.now() - from) / count;
  await delay(5_000);
  const cpu = await cpuPercent(bench.pid, 10_000);
  return {
    terminals: count,
    emptyMb,
    pssMb: pssMb(bench.pid),
    cpuPercent: cpu,
    spawnMs: Math.round(spawnMs * 10) / 10,
  };
});
