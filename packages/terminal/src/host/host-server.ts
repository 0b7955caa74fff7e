import { createServer, type Server } from 'node:net';
import type { LocalBackend } from '../local-backend.ts';
import { encodeJson } from '../protocol/frames.ts';
import { claimDirectory, type Claim } from './claim.ts';
import { ClientLink } from './client-link.ts';

/**
 * A host that nobody uses ends, so that a home leaves nothing behind. Long enough for a server to be restarted or upgraded
 * without a new host.
 */
export const IDLE_MS = 10 * 60_000;

/** With programs that ended but whose end nobody has seen, the host waits longer: their exit and screen are still to be told. */
const UNSEEN_IDLE_FACTOR = 24 * 6;

/** Longer timers fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** For the last words to reach the clients. */
const GOODBYE_MS = 1_000;

export interface HostServerOptions {
  readonly backend: LocalBackend;
  readonly directory: string;
  readonly warn: (message: string) => void;
  readonly idleMs?: number;
}

export interface HostServer {
  /** Resolves when the host has ended: asked to by a client or by `stop`, or because it was idle. */
  readonly ended: Promise<void>;
  /** Ends all terminals, then the host. */
  stop(reason: string): Promise<void>;
}

/** Serves `backend` to clients of a directory; undefined when another host does. */
export async function startHostServer(options: HostServerOptions): Promise<HostServer | undefined> {
  const { backend, directory, warn, idleMs = IDLE_MS } = options;
  const links = new Set<ClientLink>();
  let claim: Claim | undefined;
  let idle: NodeJS.Timeout | undefined;
  let stopping: Promise<void> | undefined;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));

  const server = createServer((socket) => {
    // Without a hello a client tries again, and finds the next host.
    if (stopping) {
      socket.destroy();
      return;
    }
    const link = new ClientLink(socket, {
      backend,
      warn,
      onShutdown: () => stop('it was asked to shut down'),
      onAnswered: () => considerIdle(),
      onClose: () => {
        links.delete(link);
        considerIdle();
      },
    });
    links.add(link);
    considerIdle();
  });

  function stop(reason: string): Promise<void> {
    stopping ??= stopNow(reason);
    return stopping;
  }

  async function stopNow(reason: string): Promise<void> {
    clearTimeout(idle);
    await backend.shutdown();
    await claim?.release();
    for (const link of links) link.bye(`The terminal host has ended: ${reason}.`);
    const late = setTimeout(() => {
      for (const link of links) link.destroy();
    }, GOODBYE_MS);
    await closeServer(server);
    clearTimeout(late);
    end();
  }

  function considerIdle(): void {
    clearTimeout(idle);
    if (stopping || links.size > 0) return;
    const { running, exited } = backend.counts();
    if (running > 0) return;
    const ms = exited > 0 ? idleMs * UNSEEN_IDLE_FACTOR : idleMs;
    idle = setTimeout(() => void stop('nobody used it'), Math.min(ms, MAX_TIMER_MS));
  }

  claim = await claimDirectory(directory, server);
  if (!claim) {
    clearTimeout(idle);
    for (const link of links) link.destroy();
    await closeServer(server);
    return undefined;
  }
  backend.on((event) => {
    const frame = encodeJson({ type: 'event', event });
    for (const link of links) link.broadcast(frame);
    if (event.type === 'exit') considerIdle();
  });
  considerIdle();
  return { ended, stop };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
