import { REFUSED, rpcError, sendJson } from './answer.ts';
import type { Channel } from './channel.ts';
import type { PostHandler } from './post.ts';
import { resumeCall } from './resume.ts';
import { createAnswerStream, STREAM_TIMES, type AnswerStream, type StreamTimes } from './stream.ts';
import type { ToolHost } from './tool-host.ts';
import type { ToolServerOptions } from './tool-server.ts';

export interface McpEndpointOptions extends ToolServerOptions {
  readonly host: ToolHost;
  readonly times?: Partial<StreamTimes>;
}

export interface McpRequest {
  readonly method: string;
  readonly header: (name: string) => string | undefined;
  /** Text of the body of a POST. */
  readonly body: string;
  /** The agent the caller's token belongs to; `OPERATOR` for somebody outside every session. */
  readonly terminalId: string;
}

/** Streamable HTTP without sessions, whose long answers can be resumed, also from a server that was restarted. */
export interface McpEndpoint {
  /** Resolves when the answer was sent or the client has gone. A client that goes does not end its call. */
  handle(request: McpRequest, channel: Channel): Promise<void>;
  /** Loads the protocol's library, which the first POST would otherwise wait for; call it when there is nothing better to do. */
  warm(): Promise<void>;
  /** Before a planned stop: sends every waiting client away with the order to come back soon. Idempotent. */
  stop(): Promise<void>;
}

export function createMcpEndpoint({ times: given, ...options }: McpEndpointOptions): McpEndpoint {
  const times: StreamTimes = { ...STREAM_TIMES, ...given };
  const streams = new Set<AnswerStream>();
  let stopping = false;
  let loading: Promise<PostHandler> | undefined;

  // Not at the start: a server can answer everything else, and resume calls, without it.
  function load(): Promise<PostHandler> {
    return (loading ??= import('./post.ts').then(({ createPostHandler }) => createPostHandler({ ...options, open })));
  }

  function open(channel: Channel): AnswerStream {
    const stream = createAnswerStream(channel, times);
    streams.add(stream);
    channel.closed.addEventListener('abort', () => streams.delete(stream), { once: true });
    return stream;
  }

  async function post(request: McpRequest, channel: Channel): Promise<void> {
    const serve = await load();
    return stopping ? refuseStopping(channel) : serve(request, channel);
  }

  function resume(eventId: string, terminalId: string, channel: Channel): Promise<void> | void {
    const call = options.host.resume(eventId, terminalId);
    if (call !== undefined) return resumeCall(call, open(channel));
    return sendJson(channel, 404, rpcError(null, REFUSED.notFound, 'No call of this terminal has that event id'));
  }

  return {
    async handle(request, channel) {
      if (stopping) return refuseStopping(channel);
      if (request.method === 'POST') return post(request, channel);
      const eventId = request.header('last-event-id');
      if (request.method === 'GET' && eventId !== undefined && eventId !== '') {
        return resume(eventId, request.terminalId, channel);
      }
      // No standing stream: a client that has one takes its end for the end of the server.
      return sendJson(channel, 405, rpcError(null, REFUSED.invalidRequest, 'Method not allowed'), { allow: 'POST' });
    },
    async warm() {
      await load();
    },
    async stop() {
      stopping = true;
      await Promise.all([...streams].map((stream) => stream.interrupt()));
    },
  };
}

function refuseStopping(channel: Channel): void {
  sendJson(channel, 503, rpcError(null, REFUSED.unavailable, 'The server is stopping'), { 'retry-after': '2' });
}
