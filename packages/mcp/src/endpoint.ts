import type { Channel } from './channel.ts';
import { readMessage } from './message.ts';
import { createToolServer, isKnownVersion, PROTOCOL_VERSIONS, type ToolServerOptions } from './protocol.ts';
import { RPC, rpcError, rpcResult } from './rpc.ts';
import { createAnswerStream, STREAM_TIMES, type AnswerStream, type StreamTimes } from './stream.ts';
import { answerCall, serveCall } from './tool-call.ts';
import type { ToolHost } from './tool-host.ts';

export interface McpEndpointOptions extends ToolServerOptions {
  readonly host: ToolHost;
  readonly times?: Partial<StreamTimes>;
}

export interface McpRequest {
  readonly method: string;
  readonly header: (name: string) => string | undefined;
  /** Text of the body of a POST. */
  readonly body: string;
  /** The agent the caller's token belongs to. */
  readonly terminalId: string;
}

/** Streamable HTTP without sessions, whose long answers can be resumed, also from a server that was restarted. */
export interface McpEndpoint {
  /** Resolves when the answer was sent or the client has gone. A client that goes does not end its call. */
  handle(request: McpRequest, channel: Channel): Promise<void>;
  /** Before a planned stop: sends every waiting client away with the order to come back soon. Idempotent. */
  stop(): Promise<void>;
}

export function createMcpEndpoint(options: McpEndpointOptions): McpEndpoint {
  const { host } = options;
  const server = createToolServer(options);
  const times: StreamTimes = { ...STREAM_TIMES, ...options.times };
  const streams = new Set<AnswerStream>();
  let stopping = false;

  function open(channel: Channel): AnswerStream {
    const stream = createAnswerStream(channel, times);
    streams.add(stream);
    channel.closed.addEventListener('abort', () => streams.delete(stream), { once: true });
    return stream;
  }

  async function post({ body, header, terminalId }: McpRequest, channel: Channel): Promise<void> {
    const message = readMessage(body);
    if (message.kind === 'bad') return sendJson(channel, 400, rpcError(null, message.code, message.problem));
    if (message.kind === 'silent') return sendNothing(channel);
    const { id, method, params } = message.request;
    const result = server.answer(method, params, terminalId);
    if (result === undefined && method !== 'tools/call') {
      // On this clients that probe for newer methods fall back to what they know.
      return sendJson(channel, 200, rpcError(id, RPC.methodNotFound, `Method not found: ${method}`));
    }
    const version = header('mcp-protocol-version');
    if (method !== 'initialize' && version !== undefined && !isKnownVersion(version)) {
      const problem = `Unsupported protocol version; known: ${PROTOCOL_VERSIONS.join(', ')}`;
      return sendJson(channel, 400, rpcError(id, RPC.invalidRequest, problem));
    }
    if (result !== undefined) return sendJson(channel, 200, rpcResult(id, result));
    if (!accepts(header('accept'), 'text/event-stream')) {
      return sendJson(channel, 406, rpcError(id, RPC.invalidRequest, 'Tool calls are answered as text/event-stream'));
    }
    await serveCall(message.request, open(channel), { host, server, terminalId });
  }

  async function resume(eventId: string, terminalId: string, channel: Channel): Promise<void> {
    const call = host.resume(eventId, terminalId);
    if (call !== undefined) return answerCall(call, open(channel), { rpcId: call.rpcId });
    return sendJson(channel, 404, rpcError(null, RPC.notFound, 'No call of this terminal has that event id'));
  }

  return {
    async handle(request, channel) {
      if (stopping) {
        return sendJson(channel, 503, rpcError(null, RPC.unavailable, 'The server is stopping'), {
          'retry-after': '2',
        });
      }
      if (request.method === 'POST') return post(request, channel);
      const eventId = request.header('last-event-id');
      if (request.method === 'GET' && eventId !== undefined && eventId !== '') {
        return resume(eventId, request.terminalId, channel);
      }
      // No standing stream: a client that has one takes its end for the end of the server.
      return sendJson(channel, 405, rpcError(null, RPC.invalidRequest, 'Method not allowed'), { allow: 'POST' });
    },
    async stop() {
      stopping = true;
      await Promise.all([...streams].map((stream) => stream.interrupt()));
    },
  };
}

function accepts(accept: string | undefined, type: string): boolean {
  return accept === undefined || accept.includes(type) || accept.includes('*/*');
}

function sendNothing(channel: Channel): void {
  channel.head(202, {});
  channel.end();
}

function sendJson(channel: Channel, status: number, body: object, headers: Record<string, string> = {}): void {
  channel.head(status, { 'content-type': 'application/json', ...headers });
  channel.write(JSON.stringify(body));
  channel.end();
}
