import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  agentKit,
  createMcpEndpoint,
  createNodeChannel,
  type McpEndpoint,
  type StreamTimes,
  type ToolHost,
  type ToolKit,
} from '../src/index.ts';

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly endpoint: McpEndpoint;
  /** Breaks every connection and stops listening, as a killed process does. */
  kill(): Promise<void>;
}

export interface TestServerOptions {
  readonly host: ToolHost;
  readonly port?: number;
  readonly times?: Partial<StreamTimes>;
  readonly workingDirectory?: boolean;
  readonly kit?: ToolKit;
}

/** The endpoint behind a real HTTP server. The bearer token is the terminal id. */
export async function startServer(options: TestServerOptions): Promise<TestServer> {
  const endpoint = createMcpEndpoint({
    host: options.host,
    version: '0.0.0',
    kit: options.kit ?? agentKit({ workingDirectory: options.workingDirectory ?? false }),
    ...(options.times !== undefined && { times: options.times }),
  });
  const server = createServer((request, response) => {
    const terminalId = (request.headers.authorization ?? '').replace('Bearer ', '');
    void read(request).then((body) =>
      endpoint.handle(
        { method: request.method ?? 'GET', header: (name) => request.headers[name]?.toString(), body, terminalId },
        createNodeChannel(response),
      ),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const kill = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/mcp`, port, endpoint, kill, [Symbol.asyncDispose]: kill };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
