import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How one request is answered. `reset`: the connection breaks. `hang`: nothing comes, until the server is closed. */
export type Move =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | 'reset'
  | 'hang'
  /** The beginning of an answer, and then a broken connection. */
  | 'half';

export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What it was answered; the order of requests is that of their arrival. */
  readonly answer: Move;
}

/** An HTTP server of this machine that behaves as it is told, for tests of what talks to services elsewhere. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly Received[];
  /** Answers for the next requests, in order; afterwards it is `usual` again. */
  next(...moves: readonly Move[]): void;
}

/** `usual` answers what no move was given for; 200 with nothing when absent. */
export async function startScriptedServer(
  usual: (request: Omit<Received, 'answer'>) => Move = () => ({ status: 200 }),
): Promise<ScriptedServer> {
  const requests: Received[] = [];
  const moves: Move[] = [];

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const seen = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const move = moves.shift() ?? usual(seen);
    requests.push({ ...seen, answer: move });
    if (move === 'hang') return;
    if (move === 'reset') return void incoming.socket.resetAndDestroy();
    if (move === 'half') {
      response.writeHead(200, { 'content-length': '100' });
      return void response.write('{"o', () => incoming.socket.destroy());
    }
    response.writeHead(move.status ?? 200, move.headers).end(move.body ?? '');
  }

  const server = createServer((incoming, response) => {
    // A client that goes away in the middle is one of the things that are tested.
    answer(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (...more) => void moves.push(...more),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
