import type { JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import type { Channel } from './channel.ts';
import { readMessage, RPC, rpcError } from './message.ts';
import { createPostTransport, sendJson } from './post-transport.ts';
import { createAnswerStream, STREAM_TIMES, type AnswerStream, type StreamTimes } from './stream.ts';
import type { ToolHost } from './tool-host.ts';
import { answerOf, createToolServer, type ToolServerOptions } from './tool-server.ts';

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

/** Everything else is answered with "method not found", on which clients fall back to what they know. */
const METHODS = new Set(['initialize', 'ping', 'tools/list', 'tools/call']);

export function createMcpEndpoint(options: McpEndpointOptions): McpEndpoint {
  const times: StreamTimes = { ...STREAM_TIMES, ...options.times };
  const streams = new Set<AnswerStream>();
  let stopping = false;

  function open(channel: Channel): AnswerStream {
    const stream = createAnswerStream(channel, times);
    streams.add(stream);
    channel.closed.addEventListener('abort', () => streams.delete(stream), { once: true });
    return stream;
  }

  async function post(request: McpRequest, channel: Channel): Promise<void> {
    const message = readMessage(request.body);
    if (message.kind === 'bad') return sendJson(channel, 400, rpcError(null, message.code, message.problem));
    if (message.kind === 'silent') {
      channel.head(202, {});
      channel.end();
      return;
    }
    const rpc = message.request;
    if (!METHODS.has(rpc.method)) {
      return sendJson(channel, 200, rpcError(rpc.id, RPC.methodNotFound, `Method not found: ${rpc.method}`));
    }
    const version = request.header('mcp-protocol-version');
    if (rpc.method !== 'initialize' && version !== undefined && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) {
      const known = SUPPORTED_PROTOCOL_VERSIONS.join(', ');
      return sendJson(
        channel,
        400,
        rpcError(rpc.id, RPC.invalidRequest, `Unsupported protocol version; known: ${known}`),
      );
    }
    if (rpc.method === 'tools/call' && !accepts(request, 'text/event-stream')) {
      return sendJson(
        channel,
        406,
        rpcError(rpc.id, RPC.invalidRequest, 'Tool calls are answered as text/event-stream'),
      );
    }
    await serve(request.terminalId, rpc, channel);
  }

  async function serve(terminalId: string, rpc: JSONRPCRequest, channel: Channel): Promise<void> {
    const transport = createPostTransport(channel, rpc.method === 'tools/call' ? open(channel) : undefined);
    const server = createToolServer({
      host: options.host,
      terminalId,
      options,
      onCall(call) {
        channel.closed.addEventListener('abort', () => call.disconnected(), { once: true });
        transport.started(call);
      },
    });
    await server.connect(transport);
    transport.receive(rpc);
    await transport.done;
    await server.close();
  }

  async function resume(request: McpRequest, channel: Channel, eventId: string): Promise<void> {
    const call = options.host.resume(eventId, request.terminalId);
    if (call === undefined) {
      return sendJson(channel, 404, rpcError(null, RPC.notFound, 'No call of this terminal has that event id'));
    }
    const stream = open(channel);
    stream.name(call.id);
    channel.closed.addEventListener('abort', () => call.disconnected(), { once: true });
    const gone = new Promise<undefined>((resolve) => {
      channel.closed.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const result = await Promise.race([answerOf(call), gone]);
    if (result !== undefined) stream.finish({ jsonrpc: '2.0', id: call.rpcId, result }, () => call.delivered());
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
      if (request.method === 'GET' && eventId !== undefined && eventId !== '') return resume(request, channel, eventId);
      // No standing stream: a client that has one takes its end for the end of the server.
      return sendJson(channel, 405, rpcError(null, RPC.invalidRequest, 'Method not allowed'), { allow: 'POST' });
    },
    async stop() {
      stopping = true;
      await Promise.all([...streams].map((stream) => stream.interrupt()));
    },
  };
}

function accepts(request: McpRequest, type: string): boolean {
  const accept = request.header('accept');
  return accept === undefined || accept.includes(type) || accept.includes('*/*');
}
