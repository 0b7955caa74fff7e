import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js';
import { sendJson } from './answer.ts';
import type { Channel } from './channel.ts';
import type { AnswerStream } from './stream.ts';
import type { ToolCall } from './tool-host.ts';

/**
 * The transport of one POST: one request comes in, its answer goes out, and that is all. The library's own one writes an event
 * id before the call exists, only to clients of the newest version, and cannot tell whether an answer reached anybody.
 */
export interface PostTransport extends Transport {
  /** Names the stream after a call that is durable, and tells that call what becomes of its answer. */
  began(call: ToolCall): void;
  receive(request: JSONRPCRequest): void;
  /** Resolves when the answer was handed over or nobody is there to take it. */
  readonly done: Promise<void>;
}

/** Tool calls are answered on a stream, everything else at once as JSON. */
export function createPostTransport(channel: Channel, stream: AnswerStream | undefined): PostTransport {
  let call: ToolCall | undefined;
  let answered = false;
  let finish!: () => void;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });

  const transport: PostTransport = {
    done,
    start: () => Promise.resolve(),
    close() {
      finish();
      transport.onclose?.();
      return Promise.resolve();
    },
    began(begun) {
      call = begun;
      stream?.name(begun.id);
      if (channel.closed.aborted) call.disconnected();
    },
    receive(request) {
      transport.onmessage?.(request);
    },
    send(message) {
      if (isNotification(message)) stream?.message(message);
      else if (!answered) {
        answered = true;
        if (stream === undefined) sendJson(channel, 200, message);
        else stream.finish(message, (reached) => (reached ? call?.delivered() : call?.disconnected()));
        finish();
      }
      return Promise.resolve();
    },
  };
  const leave = (): void => {
    if (!answered) call?.disconnected();
    answered = true;
    finish();
  };
  channel.closed.addEventListener('abort', leave, { once: true });
  if (channel.closed.aborted) leave();
  return transport;
}

function isNotification(message: JSONRPCMessage): boolean {
  return 'method' in message;
}
