import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TerminalBackend } from '../backend.ts';
import { TerminalError } from '../errors.ts';
import { SOCKET_NAME, socketDirectory } from '../protocol/socket-path.ts';
import { HostConnection, NoHello } from './host-connection.ts';
import { launchHost } from './host-launcher.ts';
import { createRemoteBackend } from './remote-backend.ts';

/** Twenty programs may want the host at once, and the one before may be about to end: enough for all of that. */
const CONNECT_MS = 30_000;

/** A host that won the name needs a moment before it answers, one that ends a moment before it is gone. */
const RETRY_MS = 20;

/** Same place seen from the sources and from the build. */
const PROGRAM = fileURLToPath(new URL('../../dist/host/main.js', import.meta.url));

export interface ConnectHostOptions {
  /** Holds the socket; one host per directory. */
  readonly runDir: string;
  /** `host.log`, for what the host has to say about itself. */
  readonly logDir: string;
  /** False: fail with `host_unavailable` when no host runs. */
  readonly start?: boolean;
  /** Environment of the host itself. Programs in its terminals inherit nothing of it. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long a started host waits for use before it ends. */
  readonly idleMs?: number;
  /** For the socket when `runDir` is too long for one; the same for every client of a home. */
  readonly tmpDir?: string;
  readonly program?: string;
  readonly nodePath?: string;
}

/**
 * The terminals of the home's host, which is started when there is none. It outlives this process. Throws a `TerminalError`:
 * `host_unavailable`, or `host_incompatible` when a host of another version runs (it is left alone).
 */
export async function connectHost(options: ConnectHostOptions): Promise<TerminalBackend> {
  const { runDir, logDir, start = true, env = {}, idleMs, tmpDir = tmpdir() } = options;
  const { program = PROGRAM, nodePath = process.execPath } = options;
  const directory = await socketDirectory({ runDir, tmpDir });
  const path = join(directory, SOCKET_NAME);
  const launch = { directory, logDir, program, nodePath, env, idleMs };
  const deadline = performance.now() + CONNECT_MS;
  for (;;) {
    const attempt = await tryConnect(path);
    if (attempt instanceof HostConnection) return createRemoteBackend(attempt);
    if (!start) throw new TerminalError('host_unavailable', 'No terminal host runs.', { hint: 'Start the server.' });
    if (performance.now() > deadline)
      throw new TerminalError('host_unavailable', `No terminal host answers at ${path}.`);
    const wait = attempt === 'leaving' || (await launchHost(launch)) === 'taken';
    if (wait) await delay(RETRY_MS);
  }
}

/** `leaving`: a host is there but takes nobody any more. */
async function tryConnect(path: string): Promise<HostConnection | 'absent' | 'leaving'> {
  const socket = await openSocket(path);
  if (!socket) return 'absent';
  try {
    return await HostConnection.open(socket);
  } catch (error) {
    if (error instanceof NoHello) return 'leaving';
    throw error;
  }
}

function openSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') resolve(undefined);
      else {
        reject(
          new TerminalError('host_unavailable', `The terminal host at ${path} cannot be reached: ${error.message}.`, {
            cause: error,
          }),
        );
      }
    });
  });
}
