import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { caoError } from '@cao/client';
import { homeOf, isAlive, readServerFile, type ServerFile } from '../config.ts';
import type { Io } from '../io.ts';
import { probe } from './probe.ts';

/** Milliseconds for the server to leave; it gives its open streams two seconds. */
const STOP_LIMIT_MS = 10_000;
const LOOK_MS = 20;

/** Ends the server of this home and waits until it is gone. Undefined when none runs; else its pid. */
export async function stopServer(io: Io): Promise<number | undefined> {
  const file = await readServerFile(homeOf(io));
  if (file === undefined || !isAlive(file.pid)) return undefined;
  if (!(await isOurServer(file))) {
    throw caoError('conflict', `Process ${file.pid} is not the cao-server of this home; nothing was stopped`, {
      hint: `The server ended without tidying up and its process number was given to another program.`,
    });
  }
  process.kill(file.pid, 'SIGTERM');
  const deadline = io.now() + STOP_LIMIT_MS;
  while (isAlive(file.pid)) {
    if (io.now() > deadline) {
      throw caoError('timeout', `cao-server (pid ${file.pid}) did not stop within ${STOP_LIMIT_MS / 1000} s`);
    }
    await pause(LOOK_MS);
  }
  return file.pid;
}

/** It says so itself; one that no longer answers is known by its command line. */
async function isOurServer(file: ServerFile): Promise<boolean> {
  const found = await probe(`http://${file.host.includes(':') ? `[${file.host}]` : file.host}:${file.port}`);
  if (found.state === 'up') return found.health.pid === file.pid;
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(file.pid)]);
    return stdout.includes('cao-server');
  } catch {
    return false;
  }
}
