import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  agentKit,
  createMcpEndpoint,
  createNodeChannel,
  type StreamTimes,
  type ToolCall,
  type ToolCallRequest,
  type ToolHost,
  type ToolResult,
} from '@cao/mcp';

export const AGENT = 'aaaaaaaa';

/** Calls that end when the test says so; kept over restarts of the server, as a database keeps them. */
export class FakeHost implements ToolHost {
  readonly calls: (ToolCall & {
    readonly tool: string;
    readonly args: Record<string, unknown>;
    settle(result: ToolResult): void;
    delivered: () => void;
    done: boolean;
  })[] = [];

  call(request: ToolCallRequest): ToolCall {
    const same = this.calls.find((call) => !call.done && JSON.stringify(call.args) === JSON.stringify(request.args));
    if (same !== undefined) return same;
    let settle!: (result: ToolResult) => void;
    const result = new Promise<ToolResult>((resolve) => {
      settle = resolve;
    });
    const listeners = new Set<(text: string) => void>();
    const call = {
      ...request,
      progressToken: request.progressToken,
      startedAt: Date.now(),
      id: `c_${String(this.calls.length + 1).padStart(16, '0')}`,
      result,
      settle,
      done: false,
      onProgress(listener: (text: string) => void) {
        listeners.add(listener);
        listener('started');
        return () => void listeners.delete(listener);
      },
      delivered() {
        call.done = true;
      },
      disconnected: () => undefined,
    };
    this.calls.push(call);
    return call;
  }

  listed(): void {
    // Nobody waits for it here.
  }

  resume(callId: string): ToolCall | undefined {
    return this.calls.find((call) => call.id === callId);
  }
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** `POST tools/call`, `GET c_…`: what reached the server, in order. */
  readonly requests: string[];
  kill(): Promise<void>;
}

/** The real endpoint behind a real HTTP server. */
export async function startServer(
  host: ToolHost,
  { port = 0, times = {} }: { port?: number; times?: Partial<StreamTimes> } = {},
): Promise<TestServer> {
  const endpoint = createMcpEndpoint({ host, version: '0.0.0', kit: agentKit({ workingDirectory: false }), times });
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const method = body === '' ? undefined : (JSON.parse(body) as { method?: string }).method;
      requests.push(`${request.method} ${method ?? request.headers['last-event-id']?.toString()}`);
      if (request.headers.authorization !== 'Bearer secret') {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end('{"detail":"The token is not known.","code":"unauthorized","hint":"Ask for one."}');
        return;
      }
      const header = (name: string): string | undefined => request.headers[name]?.toString();
      return void endpoint.handle(
        { method: request.method ?? '', header, body, terminalId: AGENT },
        createNodeChannel(response),
      );
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const kill = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${bound}/mcp`, port: bound, requests, kill, [Symbol.asyncDispose]: kill };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
