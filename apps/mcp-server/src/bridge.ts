import type { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  ErrorCode,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type JSONRPCResponse,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { exchange, type Endpoint } from './exchange.ts';
import { handle } from './handlers.ts';
import { fetchOverHttp } from './http-fetch.ts';
import { PATIENCE_TIMES, type PatienceTimes } from './patient-fetch.ts';
import { errorAnswer } from './refusal.ts';

export interface BridgeOptions {
  /** Asked for each message: a server that is started anew may be elsewhere. */
  readonly where: () => Promise<Where>;
  /** The client's side, not started yet. */
  readonly stdio: StdioServerTransport;
  readonly times?: Partial<PatienceTimes>;
}

export interface Where {
  /** The server's MCP endpoint. */
  readonly url: string;
  /** Identify the caller. */
  readonly headers: Readonly<Record<string, string>>;
  /** Told when nobody listens there. */
  readonly hint?: string;
}

export interface Bridge {
  /** Lets go of everything that runs; the calls themselves go on in the server. Idempotent. */
  close(): Promise<void>;
}

/** Carries messages between a client on stdio and the server's MCP endpoint. Knows no tool: those are the server's. */
export async function startBridge({ stdio, where, times: given }: BridgeOptions): Promise<Bridge> {
  const times: PatienceTimes = { ...PATIENCE_TIMES, ...given };
  const closing = new AbortController();
  const running = new Map<RequestId, AbortController>();
  let version: string | undefined;

  const write = (message: JSONRPCMessage): void => void stdio.send(message);

  async function forward(request: JSONRPCRequest): Promise<void> {
    const own = new AbortController();
    running.set(request.id, own);
    const signal = AbortSignal.any([own.signal, closing.signal]);
    try {
      const endpoint: Endpoint = { ...(await where()), times };
      const answer = await exchange(request, endpoint, { version, signal, onNotification: write });
      if (request.method === 'initialize') version = versionOf(answer) ?? version;
      if (!signal.aborted) write(answer);
    } catch (error) {
      // Otherwise nobody waits for the answer any more.
      if (!signal.aborted) write(errorAnswer(request.id, error));
    } finally {
      if (running.get(request.id) === own) running.delete(request.id);
    }
  }

  /** Without a transport: that one would ask for a standing stream after the first notification. */
  async function notify(message: JSONRPCMessage): Promise<void> {
    const { url, headers } = await where();
    const response = await fetchOverHttp(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(version !== undefined && { 'mcp-protocol-version': version }),
      },
      body: JSON.stringify(message),
      signal: closing.signal,
    });
    await response.text();
  }

  function receive(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message)) {
      void forward(message);
      return;
    }
    if ('method' in message && message.method === 'notifications/cancelled') {
      running.get(message.params?.['requestId'] as RequestId)?.abort();
    }
    // A notification that gets lost was worth no more.
    notify(message).catch(() => undefined);
  }

  handle(stdio, {
    onmessage: receive,
    onerror: (error) => write({ jsonrpc: '2.0', error: problemOf(error) }),
    onclose: () => closing.abort(),
  });
  await stdio.start();
  return { close: () => stdio.close() };
}

/** What the client wrote that is no message. */
function problemOf(error: Error): { code: number; message: string } {
  if (error instanceof SyntaxError) return { code: ErrorCode.ParseError, message: 'Not JSON' };
  const message = error.name === 'ZodError' ? 'Not a JSON-RPC message; batches are not served' : error.message;
  return { code: ErrorCode.InvalidRequest, message };
}

function versionOf(answer: JSONRPCResponse): string | undefined {
  const version = 'result' in answer ? answer.result['protocolVersion'] : undefined;
  return typeof version === 'string' ? version : undefined;
}
