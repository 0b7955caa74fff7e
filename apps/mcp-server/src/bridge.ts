import { EXCHANGE_TIMES, exchange, type Endpoint, type ExchangeTimes } from './exchange.ts';
import { send } from './http.ts';
import { INVALID_REQUEST, isRequest, PARSE_ERROR, parseRpc, rpcError } from './rpc.ts';
import type { RpcId, RpcMessage, RpcRequest } from './rpc.ts';

export interface BridgeOptions {
  /** The server's MCP endpoint. */
  readonly url: string;
  /** Identify the agent. */
  readonly headers: Readonly<Record<string, string>>;
  /** Takes one message for the client. */
  readonly write: (message: RpcMessage) => void;
  readonly times?: Partial<ExchangeTimes>;
}

export interface Bridge {
  /** Takes one line from the client. Requests run side by side. */
  receive(line: string): void;
  /** Lets go of everything that runs; the calls themselves go on in the server. */
  close(): void;
}

/** Carries messages between a client on stdio and the server's MCP endpoint. Knows no tool: those are the server's. */
export function createBridge(options: BridgeOptions): Bridge {
  const closing = new AbortController();
  const running = new Map<RpcId, AbortController>();
  let version: string | undefined;
  const endpoint: Endpoint = {
    url: options.url,
    headers: () => ({ ...options.headers, ...(version !== undefined && { 'mcp-protocol-version': version }) }),
    times: { ...EXCHANGE_TIMES, ...options.times },
  };

  async function forward(request: RpcRequest): Promise<void> {
    const own = new AbortController();
    running.set(request.id, own);
    const signal = AbortSignal.any([own.signal, closing.signal]);
    try {
      const answer = await exchange(request, endpoint, { signal, onNotification: options.write });
      if (request.method === 'initialize') version = versionOf(answer) ?? version;
      if (!signal.aborted) options.write(answer);
    } catch (error) {
      // Nobody waits for the answer any more.
      if (!signal.aborted) throw error;
    } finally {
      running.delete(request.id);
    }
  }

  async function notify(message: RpcMessage): Promise<void> {
    const requestId = message.params?.['requestId'];
    if (message.method === 'notifications/cancelled') running.get(requestId as RpcId)?.abort();
    const body = JSON.stringify(message);
    const headers = { ...endpoint.headers(), 'content-type': 'application/json' };
    const response = await send(endpoint.url, { method: 'POST', headers, body, signal: closing.signal });
    response.resume();
  }

  return {
    receive(line) {
      if (line.trim() === '') return;
      const message = parseRpc(line);
      if (message === undefined) {
        const batch = line.trimStart().startsWith('[');
        const problem = batch ? 'Batches are not served' : 'Not a JSON-RPC message';
        options.write(rpcError(null, batch ? INVALID_REQUEST : PARSE_ERROR, problem));
      } else if (isRequest(message)) void forward(message);
      // A notification that gets lost was worth no more.
      else notify(message).catch(() => undefined);
    },
    close: () => closing.abort(),
  };
}

function versionOf(answer: RpcMessage): string | undefined {
  const version = answer.result?.['protocolVersion'];
  return typeof version === 'string' ? version : undefined;
}
