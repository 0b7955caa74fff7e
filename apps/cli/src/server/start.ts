import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { caoError } from '@cao/client';
import type { Health } from '@cao/contracts';
import { addressOf, homeOf, type Address } from '../config.ts';
import type { Io } from '../io.ts';
import { logFolder, newestLog } from './log-files.ts';
import { lastWords } from './last-words.ts';
import { probe } from './probe.ts';
import { serverScript } from './program.ts';

/** Milliseconds until a start counts as failed: the first one on a machine migrates a database and reads cold disks. */
const START_LIMIT_MS = 20_000;
/** Milliseconds between looks at /health; the server is usually up after a few of them. */
const LOOK_MS = 30;
/** Milliseconds after our server gave up: it does so when another command starts one at the same moment, and that one is as good. */
const OTHER_STARTS_MS = 2000;

export interface StartedServer {
  readonly address: Address;
  readonly health: Health;
  /** False when it was running already. */
  readonly started: boolean;
}

/** The server this environment points to, started when it is one of this machine and none is up. */
export async function ensureServer(io: Io): Promise<StartedServer> {
  const address = await addressOf(io);
  const found = await probe(address.url);
  if (found.state === 'up') return { address, health: found.health, started: false };
  if (found.state === 'stranger') {
    throw caoError('unavailable', `Failed to connect to cao-server: ${found.reason}`, {
      hint: `Free the port, or choose another one with CAO_API_PORT.`,
    });
  }
  if (!address.local) {
    throw caoError('unavailable', `Failed to connect to cao-server: nothing answers on ${address.url}`, {
      hint: `CAO_API_HOST names another machine; start cao-server there.`,
    });
  }
  return startServer(address, io);
}

/** Starts a detached server and resolves when it answers. Says on stderr where it is and where its log goes. */
async function startServer(address: Address, io: Io): Promise<StartedServer> {
  const home = homeOf(io);
  const output = path.join(logFolder(home), 'server.out');
  const child = spawnServer(address, io, output);
  let deadline = io.now() + START_LIMIT_MS;
  let ended = false;
  const end = new Promise<void>((resolve) => {
    const onEnd = (): void => {
      ended = true;
      deadline = Math.min(deadline, io.now() + OTHER_STARTS_MS);
      resolve();
    };
    child.once('exit', onEnd).once('error', onEnd);
  });

  try {
    while (io.now() < deadline) {
      const found = await probe(address.url);
      if (found.state === 'up') {
        const log = (await newestLog(home)) ?? output;
        io.err(`Started cao-server on ${address.url} (pid ${found.health.pid}); log: ${log}\n`);
        return { address, health: found.health, started: found.health.pid === child.pid };
      }
      await (ended ? pause(LOOK_MS) : Promise.race([pause(LOOK_MS), end]));
    }
  } finally {
    child.unref();
  }
  const late = { reason: `it did not answer within ${START_LIMIT_MS / 1000} s`, advice: [] };
  const { reason, advice } = ended ? lastWords(readOutput(output)) : late;
  const hint = [...advice, `Its output is in ${output}`].join('\n');
  throw caoError('unavailable', `cao-server did not start: ${reason}`, { hint });
}

function spawnServer(address: Address, io: Io, output: string): ChildProcess {
  mkdirSync(path.dirname(output), { recursive: true, mode: 0o700 });
  const fd = openSync(output, 'w', 0o600);
  try {
    return spawn(process.execPath, [serverScript(), '--host', address.host, '--port', String(address.port)], {
      // The server belongs to the user, not to the folder or the agent terminal the command was typed in.
      cwd: io.userHome,
      env: withoutAgentIdentity(io.env),
      detached: true,
      stdio: ['ignore', fd, fd],
    });
  } finally {
    closeSync(fd);
  }
}

/** A server started from inside an agent's terminal must not pass that agent's identity on to others. */
export function withoutAgentIdentity(env: Io['env']): Record<string, string | undefined> {
  const clean = { ...env };
  for (const name of ['CAO_TERMINAL_ID', 'CAO_TOKEN', 'CAO_MCP_URL', 'CAO_SIGNAL_FILE', 'CAO_SESSION_NAME']) {
    delete clean[name];
  }
  return clean;
}

function readOutput(output: string): string {
  try {
    return readFileSync(output, 'utf8');
  } catch {
    return '';
  }
}
