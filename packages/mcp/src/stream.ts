import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { Channel } from './channel.ts';

export interface StreamTimes {
  /**
   * What clients are told to wait before they come back after a broken stream. It must be longer than an outage: a client that
   * comes back too early gives up, and one of them then loses its tools for the rest of the session. The price of a long one
   * is that after a short outage the result comes only when it has passed.
   */
  readonly retryMs: number;
  /** The same when the server is about to stop on purpose and will soon be back. */
  readonly stopRetryMs: number;
  /** Several clients drop a connection on which nothing came for a while; a comment is enough. */
  readonly commentMs: number;
}

export const STREAM_TIMES: StreamTimes = { retryMs: 30_000, stopRetryMs: 5000, commentMs: 15_000 };

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** One answer as a stream of events. */
export interface AnswerStream {
  /** Aborted when nobody is there any more, or the answer was ended. */
  readonly closed: AbortSignal;
  /** From here on a broken stream can be resumed under this id. */
  name(callId: string): void;
  message(message: JSONRPCMessage): void;
  /** The last message. `written` is called once: true when it was handed to a connection that was still open. */
  finish(message: JSONRPCMessage, written: (reached: boolean) => void): void;
  /** Tells the client to come back soon and breaks the connection. Resolves when both are done. */
  interrupt(): Promise<void>;
}

export function createAnswerStream(channel: Channel, times: StreamTimes): AnswerStream {
  let begun = false;
  let callId: string | undefined;
  let comments: NodeJS.Timeout | undefined;

  const nameEvent = (id: string, retryMs: number): string => `id: ${id}\nretry: ${retryMs}\ndata: \n\n`;
  const messageEvent = (message: JSONRPCMessage): string => `event: message\ndata: ${JSON.stringify(message)}\n\n`;

  function begin(): void {
    if (begun) return;
    begun = true;
    channel.head(200, HEADERS);
    comments = setInterval(() => channel.write(': still working\n\n'), times.commentMs);
    comments.unref();
    channel.closed.addEventListener('abort', () => clearInterval(comments), { once: true });
    if (channel.closed.aborted) clearInterval(comments);
  }

  return {
    closed: channel.closed,
    name(id) {
      begin();
      callId = id;
      channel.write(nameEvent(id, times.retryMs));
    },
    message(message) {
      begin();
      channel.write(messageEvent(message));
    },
    finish(message, written) {
      begin();
      clearInterval(comments);
      channel.write(messageEvent(message), written);
      channel.end();
    },
    interrupt() {
      clearInterval(comments);
      const id = callId;
      if (id === undefined) {
        channel.destroy();
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        channel.write(nameEvent(id, times.stopRetryMs), () => {
          channel.destroy();
          resolve();
        });
      });
    },
  };
}
