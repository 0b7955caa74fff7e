// From the start of the server's program to its first answer: on a home of its own, and beside a terminal host that runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { tempHome } from '@cao/testkit';
import { atMost, median, row, spread } from './support/figures.mjs';

const SERVER = fileURLToPath(new URL('../apps/server/bin/cao-server.js', import.meta.url));
const HOMES = 5;
const RETRY_MS = 1;

export async function measure() {
  const cold = [];
  const warm = [];
  for (let n = 0; n <= HOMES; n++) {
    const home = await tempHome();
    try {
      const times = [await startOnce(home), await startOnce(home)];
      if (n === 0) continue;
      cold.push(times[0]);
      warm.push(times[1]);
    } finally {
      await home.dispose();
    }
  }
  return [
    row('server start to first 200, with its terminal host', '610 ms', [atMost(400, median(cold))], spread(cold)),
    row('server start to first 200, host runs', '610 ms', [atMost(400, median(warm))], spread(warm)),
  ];
}

async function startOnce(home) {
  const port = await freePort();
  const from = performance.now();
  const child = spawn(process.execPath, [SERVER, '--port', String(port)], {
    env: home.env,
    cwd: home.cwd,
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  const died = exited.then(([code]) => Promise.reject(new Error(`the server ended with ${code} before it answered`)));
  await Promise.race([firstAnswer(port, child), died]);
  const ms = performance.now() - from;
  died.catch(() => {});
  child.kill('SIGTERM');
  await exited;
  return ms;
}

/** Asks again until somebody listens; a server that listens answers when it can. */
function firstAnswer(port, child) {
  return new Promise((resolve) => {
    const ask = () => {
      if (child.exitCode !== null) return;
      const outgoing = get({ port, host: '127.0.0.1', path: '/health', agent: false }, (incoming) => {
        incoming.resume();
        if (incoming.statusCode === 200) resolve();
        else setTimeout(ask, RETRY_MS);
      });
      outgoing.on('error', () => setTimeout(ask, RETRY_MS));
    };
    ask();
  });
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
