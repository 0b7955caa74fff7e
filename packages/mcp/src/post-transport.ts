import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js';
import type { Channel } from './channel.ts';
import type { AnswerStream } from './stream.ts';
import type { ToolCall } from './tool-host.ts';

/**
 * The transport of one POST: one request comes in, its answer goes out, and that is all. Tool calls are answered as a stream,
 * everything else at once as JSON. Stateless on purpose: nothing here can be lost by a restart.
 */
export interface PostTransport extends Transport {
  /** Names the stream after the call, which can be resumed from here on. */
  started(call: ToolCall): void;
  receive(request: JSONRPCRequest): void;
  /** Resolves when the answer was sent or nobody is there to take it. */
  readonly done: Promise<void>;
}

export function createPostTransport(channel: Channel, stream: AnswerStream | undefined): PostTransport {
  let call: ToolCall | undefined;
  let finish!: () => void;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  channel.closed.addEventListener('abort', () => finish(), { once: true });

  const transport: PostTransport = {
    done,
    start: () => Promise.resolve(),
    close() {
      finish();
      transport.onclose?.();
      return Promise.resolve();
    },
    started(begun) {
      call = begun;
      stream?.name(begun.id);
    },
    receive(request) {
      transport.onmessage?.(request);
    },
    send(message) {
      if (!isAnswer(message)) stream?.message(message);
      else if (stream !== undefined) stream.finish(message, () => call?.delivered());
      else sendJson(channel, 200, message);
      if (isAnswer(message)) finish();
      return Promise.resolve();
    },
  };
  return transport;
}

export function sendJson(channel: Channel, status: number, body: unknown, headers: Record<string, string> = {}): void {
  channel.head(status, { 'content-type': 'application/json', ...headers });
  channel.write(JSON.stringify(body));
  channel.end();
}

function isAnswer(message: JSONRPCMessage): boolean {
  return 'result' in message || 'error' in message;
}
