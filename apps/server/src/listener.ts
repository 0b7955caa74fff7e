import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { CaoError } from '@cao/contracts';

/** What serves requests once it is there. */
export interface Serving {
  readonly request: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
  /** As others write it; a wildcard is reached through loopback. */
  readonly url: string;
  /** Requests go here from now on; those that came before wait for it. */
  serve(serving: Serving): void;
  /** Requests wait again. */
  hold(): void;
  /** Takes no new connections; ends those that are idle now, the others when their answer is done or the time is up. Idempotent. */
  close(graceMs: number): Promise<void>;
}

/** Takes the port before anything expensive is done, so that a taken one is known at once and nobody is refused meanwhile. */
export async function listen(host: string, port: number): Promise<Listener> {
  let waiting = deferred<Serving>();
  let current: Serving | undefined;
  const server = createServer((request, response) => {
    if (current !== undefined) current.request(request, response);
    else void waiting.promise.then((serving) => serving.request(request, response));
  });
  // Once upgraded, a connection is no longer the HTTP server's to close.
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.on('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    if (current !== undefined) current.upgrade(request, socket, head);
    else void waiting.promise.then((serving) => serving.upgrade(request, socket, head));
  });
  await bind(server, host, port);
  const bound = (server.address() as AddressInfo).port;
  let closing: Promise<void> | undefined;

  return {
    host,
    port: bound,
    url: `http://${reachable(host)}:${bound}`,
    serve(serving) {
      current = serving;
      waiting.resolve(serving);
    },
    hold() {
      current = undefined;
      waiting = deferred();
    },
    close(graceMs) {
      closing ??= new Promise((resolve) => {
        const timer = setTimeout(() => {
          server.closeAllConnections();
          for (const socket of upgraded) socket.destroy();
        }, graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      });
      return closing;
    },
  };
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(bindError(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function bindError(error: NodeJS.ErrnoException, host: string, port: number): CaoError {
  if (error.code === 'EADDRINUSE') {
    return new CaoError('conflict', `Port ${port} on ${host} is taken by another program.`, {
      hint: 'Choose another one with --port or CAO_API_PORT.',
      cause: error,
    });
  }
  return new CaoError('invalid_input', `Cannot listen on ${host}:${port}: ${error.message}`, { cause: error });
}

function reachable(host: string): string {
  if (['0.0.0.0', '::', '::0'].includes(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
