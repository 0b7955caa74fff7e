import type { ServerResponse } from 'node:http';

/** The connection one answer goes to. Nothing throws after it is closed. */
export interface Channel {
  /** Aborted as soon as the other side is gone or the answer was ended. */
  readonly closed: AbortSignal;
  head(status: number, headers: Readonly<Record<string, string>>): void;
  /** `flushed` is called once: true when the text was handed to a connection that was still open. */
  write(text: string, flushed?: (reached: boolean) => void): void;
  end(): void;
  /** Breaks the connection, so that a client that can resume does. */
  destroy(): void;
}

export function createNodeChannel(response: ServerResponse): Channel {
  const closing = new AbortController();
  response.on('close', () => closing.abort());
  // Writing to a connection that breaks meanwhile raises an error that says no more than `close`.
  response.on('error', () => closing.abort());
  return {
    closed: closing.signal,
    head(status, headers) {
      if (!closing.signal.aborted) response.writeHead(status, headers);
    },
    write(text, flushed) {
      if (closing.signal.aborted || response.destroyed) {
        flushed?.(false);
        return;
      }
      response.write(text, (error) => flushed?.((error === null || error === undefined) && !response.destroyed));
    },
    end() {
      if (!closing.signal.aborted) response.end();
    },
    destroy() {
      closing.abort();
      response.destroy();
    },
  };
}
