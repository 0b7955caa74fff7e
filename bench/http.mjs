// Requests per second that one client gets answered.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { withCao } from './support/cao.mjs';
import { atLeast, round, row } from './support/figures.mjs';
import { cpuSeconds } from './support/system.mjs';

const CLIENT = fileURLToPath(new URL('./support/load-client.mjs', import.meta.url));
const CONNECTIONS = 8;
const SECONDS = 4;
const SESSIONS = 5;

export function measure() {
  return withCao(async (cao) => {
    const terminals = [];
    for (let n = 0; n < SESSIONS; n++) terminals.push(await cao.launch(`bench-${n}`));
    const [sender, receiver] = terminals;
    // A receiver at work: what is measured is the queue, not the turns it leads to.
    await cao.call('POST', `/terminals/${receiver.id}/input`, { message: 'HANG' });
    const message = JSON.stringify({ sender_id: sender.id, message: 'SAY hello' });
    const sessions = await rate(cao, 'GET', '/sessions');
    const terminal = await rate(cao, 'GET', `/terminals/${sender.id}`);
    const inbox = await rate(cao, 'POST', `/terminals/${receiver.id}/inbox/messages`, message);
    return [
      row('GET /sessions (5 sessions)', '193 req/s', [atLeast(3000, sessions.perSecond, 'req/s')], sessions),
      row('GET /terminals/{id}', '1550 req/s', [atLeast(5000, terminal.perSecond, 'req/s')], terminal),
      row('inbox POST', '443 req/s', [atLeast(3000, inbox.perSecond, 'req/s')], inbox),
    ];
  });
}

async function rate(cao, method, path, body) {
  const head = [
    `${method} ${path} HTTP/1.1`,
    `host: 127.0.0.1:${cao.server.port}`,
    `authorization: Bearer ${cao.token}`,
    ...(body === undefined ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]),
  ];
  const request = `${head.join('\r\n')}\r\n\r\n${body ?? ''}`;
  const options = { host: '127.0.0.1', port: cao.server.port, request, connections: CONNECTIONS, seconds: SECONDS };
  const before = cpuSeconds(cao.server.pid);
  const child = spawn(process.execPath, [CLIENT, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const perSecond = Number(await text(child.stdout));
  if (!(perSecond > 0)) throw new Error(`the client of ${path} failed`);
  // Independent of whatever else the machine does.
  const cpuUs = ((cpuSeconds(cao.server.pid) - before) / (perSecond * (SECONDS + 0.5))) * 1e6;
  return { perSecond: Math.round(perSecond), serverCpuUsPerRequest: round(cpuUs) };
}
