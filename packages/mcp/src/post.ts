import { SUPPORTED_PROTOCOL_VERSIONS, ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import { rpcError, sendJson, sendNothing } from './answer.ts';
import type { Channel } from './channel.ts';
import type { McpRequest } from './endpoint.ts';
import { readMessage } from './message.ts';
import { createPostTransport } from './post-transport.ts';
import type { AnswerStream } from './stream.ts';
import type { ToolHost } from './tool-host.ts';
import { createToolServers, type ToolServerOptions } from './tool-server.ts';

export interface PostOptions extends ToolServerOptions {
  readonly host: ToolHost;
  readonly open: (channel: Channel) => AnswerStream;
}

export type PostHandler = (request: McpRequest, channel: Channel) => Promise<void>;

/** Everything that needs the protocol's library: one POST is one request and its answer. */
export function createPostHandler({ host, open, ...options }: PostOptions): PostHandler {
  const serverFor = createToolServers(host, options);

  return async ({ body, header, terminalId }, channel) => {
    const message = readMessage(body);
    if (message.kind === 'bad') {
      return sendJson(channel, message.status, rpcError(message.id, message.code, message.problem));
    }
    if (message.kind === 'silent') return sendNothing(channel);
    const { request, served } = message;
    const version = header('mcp-protocol-version');
    // Clients that probe for methods of newer versions fall back when the method is what is not known.
    if (served && request.method !== 'initialize' && version !== undefined && !isKnown(version)) {
      const problem = `Unsupported protocol version; known: ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')}`;
      return sendJson(channel, 400, rpcError(request.id, ErrorCode.InvalidRequest, problem));
    }
    const streamed = request.method === 'tools/call';
    if (streamed && !accepts(header('accept'), 'text/event-stream')) {
      const problem = 'Tool calls are answered as text/event-stream';
      return sendJson(channel, 406, rpcError(request.id, ErrorCode.InvalidRequest, problem));
    }
    const transport = createPostTransport(channel, streamed ? open(channel) : undefined);
    const server = serverFor({ terminalId, onCall: (call) => transport.began(call) });
    await server.connect(transport);
    transport.receive(request);
    await transport.done;
    await server.close();
  };
}

function isKnown(version: string): boolean {
  return SUPPORTED_PROTOCOL_VERSIONS.includes(version);
}

function accepts(accept: string | undefined, type: string): boolean {
  return accept === undefined || accept.includes(type) || accept.includes('*/*');
}
