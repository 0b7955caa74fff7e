import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createSseDecoder, type SseEvent } from '@cao/client';
import { send, textOf } from './http.ts';
import { isAnswer, parseRpc, rpcError, SERVER_ERROR, type RpcMessage, type RpcRequest } from './rpc.ts';

export interface Endpoint {
  readonly url: string;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly times: ExchangeTimes;
}

export interface ExchangeTimes {
  /** How long a server that refuses connections is given to come back before a request fails: a restart takes a second or two. */
  readonly refusedMs: number;
  /** The same for a call that is running already: it lasts longer than any outage that is worth waiting for. */
  readonly resumeMs: number;
  /** Between attempts while nobody listens. */
  readonly pauseMs: number;
}

export const EXCHANGE_TIMES: ExchangeTimes = { refusedMs: 30_000, resumeMs: 600_000, pauseMs: 250 };

/** What clients of event streams wait when they are not told how long. */
const DEFAULT_RETRY_MS = 1000;
const STOPPING = 503;

/**
 * Sends a request and returns its answer, over as many connections as it takes. Before the server has named the call the request
 * may be sent again, which is safe: an equal call that was not answered is the same call. Once it is named it is only asked
 * for by that name. Rejects only when the signal fires.
 */
export async function exchange(
  request: RpcRequest,
  endpoint: Endpoint,
  options: { readonly signal: AbortSignal; readonly onNotification: (message: RpcMessage) => void },
): Promise<RpcMessage> {
  const { signal, onNotification } = options;
  const { refusedMs, resumeMs, pauseMs } = endpoint.times;
  const stream: StreamState = { eventId: undefined, retryMs: DEFAULT_RETRY_MS, heardAt: performance.now() };
  for (;;) {
    try {
      return await readAnswer(request, await open(request, endpoint, stream.eventId, signal), stream, onNotification);
    } catch (error) {
      signal.throwIfAborted();
      const begun = stream.eventId !== undefined;
      if (performance.now() - stream.heardAt > (begun ? resumeMs : refusedMs)) {
        const reason = error instanceof Error ? error.message : String(error);
        return rpcError(request.id, SERVER_ERROR, `Failed to connect to cao-server: ${reason}`);
      }
      await pause(begun ? stream.retryMs : pauseMs, undefined, { signal });
    }
  }
}

interface StreamState {
  eventId: string | undefined;
  retryMs: number;
  /** When the server last said something about this request; at first, when it was made. */
  heardAt: number;
}

function open(
  request: RpcRequest,
  { url, headers }: Endpoint,
  eventId: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const accept = { accept: 'application/json, text/event-stream' };
  if (eventId !== undefined) {
    return send(url, { method: 'GET', headers: { ...headers(), ...accept, 'last-event-id': eventId }, signal });
  }
  const body = JSON.stringify(request);
  const length = String(Buffer.byteLength(body));
  const type = { 'content-type': 'application/json', 'content-length': length };
  return send(url, { method: 'POST', headers: { ...headers(), ...accept, ...type }, body, signal });
}

/** Rejects when the connection broke or ended without an answer. */
async function readAnswer(
  request: RpcRequest,
  response: IncomingMessage,
  stream: StreamState,
  onNotification: (message: RpcMessage) => void,
): Promise<RpcMessage> {
  if (response.statusCode === STOPPING) {
    response.resume();
    throw new Error('the server is stopping');
  }
  if (!(response.headers['content-type'] ?? '').startsWith('text/event-stream')) {
    const text = await textOf(response);
    const message = parseRpc(text);
    if (message !== undefined && isAnswer(message)) return { ...message, id: request.id };
    return rpcError(request.id, SERVER_ERROR, refusalOf(response.statusCode ?? 0, text));
  }
  let answer: RpcMessage | undefined;
  const decode = createSseDecoder((event: SseEvent) => {
    stream.eventId = event.id ?? stream.eventId;
    stream.retryMs = event.retry ?? stream.retryMs;
    const message = event.data === '' ? undefined : parseRpc(event.data);
    if (message === undefined) return;
    // The stored call may have been sent under another id by an earlier connection.
    if (isAnswer(message)) answer = { ...message, id: request.id };
    else onNotification(message);
  });
  const text = new TextDecoder();
  for await (const chunk of response) {
    stream.heardAt = performance.now();
    decode(text.decode(chunk as Buffer, { stream: true }));
    if (answer !== undefined) return answer;
  }
  throw new Error('the server ended the stream without an answer');
}

/** The server's own words, when it has some. */
function refusalOf(status: number, text: string): string {
  try {
    const { detail, hint } = JSON.parse(text) as { detail?: unknown; hint?: unknown };
    if (typeof detail === 'string') return typeof hint === 'string' ? `${detail} ${hint}` : detail;
  } catch {
    // Not our server, or not its JSON.
  }
  return `The server answered ${status}`;
}
