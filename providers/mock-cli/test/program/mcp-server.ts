import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly message: { readonly id?: number; readonly method?: string; readonly params?: Record<string, unknown> };
}

/** Answers one tool call, or one GET that asks to go on. */
export type Responder = (response: ServerResponse, seen: Seen) => void;

export interface TestMcpServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly seen: Seen[];
  /** Breaks every connection and stops to listen. */
  stop(): Promise<void>;
  listen(port: number): Promise<void>;
}

/** A stateless MCP server over Streamable HTTP that does what a test says with calls and resumed streams. */
export async function startMcpServer(onCall: Responder, onResume?: Responder): Promise<TestMcpServer> {
  const seen: Seen[] = [];
  let server: Server | undefined;
  let port = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const message = (body === '' ? {} : JSON.parse(body)) as Seen['message'];
    const entry = { method: request.method ?? '', headers: request.headers, message };
    seen.push(entry);
    if (entry.method === 'GET')
      return void (onResume === undefined ? response.writeHead(405).end() : onResume(response, entry));
    if (message.method === 'tools/call') return onCall(response, entry);
    if (message.id === undefined) return void response.writeHead(202).end();
    return answer(response, message.id, {
      protocolVersion: '2025-06-18',
      capabilities: {},
      serverInfo: { name: 't', version: '1' },
    });
  }

  const listen = (wanted: number) =>
    new Promise<void>((resolve) => {
      server = createServer((request, response) => void handle(request, response));
      server.listen(wanted, '127.0.0.1', () => {
        const address = server?.address() as AddressInfo;
        ({ port } = address);
        resolve();
      });
    });
  const stop = () =>
    new Promise<void>((resolve) => {
      server?.close(() => resolve());
      server?.closeAllConnections();
    });

  await listen(0);
  return { url: `http://127.0.0.1:${port}/mcp`, port, seen, stop, listen, [Symbol.asyncDispose]: stop };
}

/** A whole JSON answer. */
export function answer(response: ServerResponse, id: number | undefined, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
}

export function textResult(text: string): unknown {
  return { content: [{ type: 'text', text }] };
}

export function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

export function sendEvent(response: ServerResponse, fields: { id?: string; retry?: number; data: unknown }): void {
  const id = fields.id === undefined ? '' : `id: ${fields.id}\n`;
  const retry = fields.retry === undefined ? '' : `retry: ${fields.retry}\n`;
  const data = fields.data === '' ? '' : JSON.stringify(fields.data);
  response.write(`${id}${retry}data: ${data}\n\n`);
}
