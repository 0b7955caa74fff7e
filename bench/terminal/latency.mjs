// From a batch to the program's stdin, from a key to its echo, and from the last output to the event that says so.
import { setTimeout as delay } from 'node:timers/promises';
import { createEcho, quantiles, runBench, spawnTerminal } from './lib.mjs';

const rounds = Number(process.argv[2] ?? 200);
const now = () => performance.timeOrigin + performance.now();

// Prints when it read, works for a moment in several frames, and says when it printed the last one.
const AGENT = `
  const now = () => performance.timeOrigin + performance.now();
  process.stdin.setRawMode(true);
  process.stdin.on('data', () => {
    const read = now();
    let frames = 0;
    const frame = () => {
      frames += 1;
      process.stdout.write('\\x1b[Hread ' + read + ' wrote ' + now() + ' frame ' + frames + '\\x1b[K');
      if (frames < 5) setTimeout(frame, 20);
    };
    frame();
  });
  process.stdout.write('ready');
`;

await runBench('latency', async (bench) => {
  const id = '1a7e0c00';
  await spawnTerminal(bench, id, [process.execPath, '-e', AGENT]);
  while (!(await bench.backend.snapshot(id)).lines[0]?.startsWith('ready')) await delay(20);
  const toStdin = [];
  const toSettled = [];
  let settled = () => {};
  bench.backend.on((event) => event.type === 'settled' && event.id === id && !event.flowing && settled(now()));
  for (let n = 0; n < rounds; n++) {
    const event = new Promise((resolve) => (settled = resolve));
    const sent = now();
    await bench.backend.input(id, { key: `k${n}`, steps: [{ type: 'text', text: 'x' }] });
    const heard = await event;
    const { lines } = await bench.backend.snapshot(id);
    const [, read, wrote] = /read ([\d.]+) wrote ([\d.]+)/.exec(lines[0]) ?? [];
    toStdin.push(Number(read) - sent);
    toSettled.push(heard - Number(wrote));
  }
  const echo = await createEcho(bench);
  const echoes = [];
  for (let n = 0; n < rounds; n++) echoes.push(await echo.round());
  return { toStdinMs: quantiles(toStdin), echoMs: quantiles(echoes), lastOutputToSettledMs: quantiles(toSettled) };
});
