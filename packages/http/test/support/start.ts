import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApp, type HttpApp, type HttpDeps } from '../../src/index.ts';
import { createFakeEngine, OWNER_TOKEN, type FakeEngine } from './fake-engine.ts';

export interface TestServer extends AsyncDisposable {
  readonly engine: FakeEngine;
  readonly app: HttpApp;
  readonly url: string;
  readonly port: number;
  readonly logged: string[];
  /** A request with the owner's token unless another is given (`''` sends none). */
  request(path: string, init?: RequestInit & { token?: string }): Promise<Response>;
  close(): Promise<void>;
}

type Options = Partial<Omit<HttpDeps, 'engine' | 'log'>> & { engine?: FakeEngine; port?: number };

/** The app behind a real HTTP server on a free port. */
export async function startTestServer(options: Options = {}): Promise<TestServer> {
  const engine = options.engine ?? createFakeEngine();
  const logged: string[] = [];
  const app = createApp({
    version: '1.2.3',
    health: { pid: 42, terminal_backend: 'host', started_at: '2026-06-01T09:00:00.000Z' },
    auth: { required: true },
    origins: { allowedHosts: [], corsOrigins: [] },
    mcp: { workingDirectory: false },
    ...options,
    engine,
    log: { error: (message, fields) => void logged.push(`${message} ${JSON.stringify(fields)}`) },
  });
  const listener = getRequestListener((request, env) => app.fetch(request, env));
  const server = createServer((request, response) => void listener(request, response));
  server.on('upgrade', app.upgrade);
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  async function close(): Promise<void> {
    await app.stop();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
  return {
    engine,
    app,
    url,
    port,
    logged,
    request(path, { token = OWNER_TOKEN, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (token !== '') headers.set('authorization', `Bearer ${token}`);
      return fetch(url + path, { ...init, headers });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
