import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { TerminalId } from '@cao/contracts';
import type { Engine } from '@cao/engine';
import type { WebSocket, WebSocketServer } from 'ws';
import { accessOf } from '../access.ts';
import { bearerOf, identify, isLoopback, type AuthOptions } from '../identity.ts';
import type { OriginPolicy } from '../origin.ts';
import type { ErrorLog } from '../serve-route.ts';
import { CLOSE, closeFor, closeWith } from './close.ts';
import { serveViewer } from './viewer.ts';

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface TerminalSocketDeps {
  readonly engine: Engine;
  readonly auth: AuthOptions;
  readonly policy: OriginPolicy;
  readonly viewers: readonly string[];
  readonly log: ErrorLog;
}

/** The subprotocol that is spoken, and the prefix under which a browser passes its token. */
const PROTOCOL = 'cao.terminal.v1';
const TOKEN_PREFIX = 'cao.token.';
/** A frame holds at most a large paste. */
const MAX_FRAME_BYTES = 2 * 1024 * 1024;
const PATH = /^\/terminals\/([^/?]+)\/ws(?:\?|$)/;

/** Terminals over WebSocket: `GET /terminals/{id}/ws`. */
export function createTerminalSockets(deps: TerminalSocketDeps): { upgrade: UpgradeHandler; stop: () => void } {
  const open = new Set<WebSocket>();
  let server: Promise<WebSocketServer> | undefined;
  let stopped = false;
  const load = (): Promise<WebSocketServer> =>
    (server ??= import('ws').then(
      (ws) =>
        new ws.WebSocketServer({
          noServer: true,
          maxPayload: MAX_FRAME_BYTES,
          handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
        }),
    ));

  async function accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const wss = await load();
    wss.handleUpgrade(request, socket, head, (ws) => {
      open.add(ws);
      ws.on('close', () => open.delete(ws));
      // A broken frame or connection; the close that follows tells the rest.
      ws.on('error', () => undefined);
      if (stopped) return closeWith(ws, CLOSE.goingAway, 'The server is stopping');
      serve(ws, request);
    });
  }

  function serve(ws: WebSocket, request: IncomingMessage): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const peer = request.socket.remoteAddress;
    if (!deps.auth.required && !isLoopback(peer) && !deps.viewers.includes(peer ?? '')) {
      return closeWith(ws, CLOSE.address, 'WebSocket access is restricted to allowed clients');
    }
    try {
      const identity = identify(deps.engine, deps.auth, tokenOf(request, url));
      const id = TerminalId.safeParse(PATH.exec(request.url ?? '')?.[1]);
      if (!id.success) return closeWith(ws, CLOSE.notFound, 'Terminal not found');
      // Viewing is typing: there is no half of it for an agent.
      const terminalId = accessOf(deps.engine, identity).toAct(id.data);
      serveViewer(ws, { engine: deps.engine, terminalId, control: controlOf(url), log: deps.log });
    } catch (error) {
      closeFor(ws, error, deps.log);
    }
  }

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const { host, origin } = request.headers;
      if (!deps.policy.hostAllowed(host)) return answer(socket, '400 Bad Request', 'text/plain', 'Invalid host header');
      if (!PATH.test(request.url ?? '')) {
        return answer(socket, '404 Not Found', 'application/json', '{"detail":"Not Found","code":"not_found"}');
      }
      if (!deps.policy.socketAllowed(origin, host)) {
        const body = '{"detail":"Cross-origin request blocked","code":"forbidden"}';
        return answer(socket, '403 Forbidden', 'application/json', body);
      }
      accept(request, socket, head).catch((error: unknown) => {
        deps.log.error('a terminal socket could not be opened', { error: String(error) });
        socket.destroy();
      });
    },
    stop() {
      stopped = true;
      for (const ws of open) closeWith(ws, CLOSE.goingAway, 'The server is stopping');
    },
  };
}

function tokenOf(request: IncomingMessage, url: URL): string | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  const inProtocol = offered.find((protocol) => protocol.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  return bearerOf(request.headers.authorization) ?? inProtocol ?? url.searchParams.get('token') ?? undefined;
}

/** The size with which a viewer asks for the control seat from the start. */
function controlOf(url: URL): { cols: number; rows: number } | undefined {
  const [cols, rows] = ['cols', 'rows'].map((name) => Number(url.searchParams.get(name)));
  const fits = (value: number | undefined): value is number =>
    value !== undefined && Number.isInteger(value) && value >= 1 && value <= 1000;
  return url.searchParams.get('control') === '1' && fits(cols) && fits(rows) ? { cols, rows } : undefined;
}

function answer(socket: Duplex, status: string, type: string, body: string): void {
  const head = `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`${head}\r\n\r\n${body}`);
}
