import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { JSONRPCNotification, JSONRPCRequest, JSONRPCResponse } from '@modelcontextprotocol/sdk/types.js';
import { handle } from './handlers.ts';
import { createPatientFetch, type PatienceTimes } from './patient-fetch.ts';
import { errorAnswer, Refusal } from './refusal.ts';

export interface Endpoint {
  readonly url: string;
  /** Identify the agent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly times: PatienceTimes;
  /** Told when nobody listens there. */
  readonly hint?: string;
}

export interface ExchangeOptions {
  /** Of the protocol, once it is agreed upon. */
  readonly version: string | undefined;
  readonly signal: AbortSignal;
  readonly onNotification: (message: JSONRPCNotification) => void;
}

/** What clients of event streams wait when they are not told how long. */
const DEFAULT_RETRY_MS = 1000;

/** How long it goes on is decided by the time since the server was heard, not by a number of attempts. */
const RECONNECTION = {
  initialReconnectionDelay: DEFAULT_RETRY_MS,
  maxReconnectionDelay: DEFAULT_RETRY_MS,
  reconnectionDelayGrowFactor: 1,
  maxRetries: Number.POSITIVE_INFINITY,
};

/**
 * Sends a request and returns its answer, over as many connections as it takes. Each request has a transport of its own, so that
 * a broken stream concerns one call and one call can be let go of. Before the server has named the call the request may be sent
 * again, which is safe: an equal call that was not answered is the same call. Once it is named it is only asked for by that
 * name. Rejects only when the signal fires.
 */
export async function exchange(
  request: JSONRPCRequest,
  { url, headers, times, hint }: Endpoint,
  { version, signal, onNotification }: ExchangeOptions,
): Promise<JSONRPCResponse> {
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: createPatientFetch(times, hint),
    requestInit: { headers: { ...headers } },
    reconnectionOptions: RECONNECTION,
  });
  if (version !== undefined) transport.setProtocolVersion(version);
  const { id } = request;
  const leave = (): void => void transport.close();
  signal.addEventListener('abort', leave, { once: true });
  try {
    signal.throwIfAborted();
    await transport.start();
    return await new Promise((resolve, reject) => {
      handle(transport, {
        onclose: () => reject(new Error('nobody waits for the answer any more')),
        onmessage(message) {
          // The stored call may have been sent under another id by an earlier connection.
          if (!('method' in message)) resolve({ ...message, id });
          else if (!('id' in message)) onNotification(message);
        },
        onerror(error) {
          // Broken streams are told here too; those it mends itself.
          if (error instanceof Refusal) resolve(errorAnswer(id, error));
        },
      });
      transport.send(request).catch((error: unknown) => resolve(errorAnswer(id, error)));
    });
  } finally {
    signal.removeEventListener('abort', leave);
    await transport.close();
  }
}
