import { setTimeout as delay } from 'node:timers/promises';
import { answerTo, Broken, HttpFailure, post, type CallOptions, type Rpc, type WireOptions } from './mcp-wire.ts';
import { VERSION } from './version.ts';
import type { JsonObject } from './script.ts';

const PROTOCOL_VERSION = '2025-06-18';
/** A notice of a cancelled call is worth no more than this. */
const CANCEL_NOTICE_MS = 1000;

/** Like one of the real CLIs: a call whose connection broke is sent again. The server must know it for the same. */
const MAX_REPEATS = 5;
const REPEAT_PAUSE_MS = 200;

export interface McpOptions extends WireOptions {
  readonly token: string | undefined;
}

export interface McpClient {
  /** Text of the result. Throws with the reason when the call failed or the tool said so. */
  call(name: string, args: JsonObject, options: CallOptions): Promise<string>;
}

/** A client of one Streamable HTTP server that treats broken connections as the real CLIs do. */
export function createMcpClient(options: McpOptions): McpClient {
  let ids = 0;
  let session: Promise<string | undefined> | undefined;

  function headersFor(sessionId: string | undefined): Record<string, string> {
    return {
      accept: 'application/json, text/event-stream',
      'user-agent': `mock_cli/${VERSION}`,
      'mcp-protocol-version': PROTOCOL_VERSION,
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(sessionId === undefined ? {} : { 'mcp-session-id': sessionId }),
    };
  }

  async function initialize(call: CallOptions): Promise<string | undefined> {
    const id = (ids += 1);
    const clientInfo = { name: 'mock_cli', version: VERSION };
    const params = { protocolVersion: PROTOCOL_VERSION, capabilities: {}, clientInfo };
    const headers = headersFor(undefined);
    const response = await post(options, { jsonrpc: '2.0', id, method: 'initialize', params }, headers, call.signal);
    const answer = await answerTo(options, id, response, headers, call);
    if (answer.error !== undefined) throw new Error(answer.error.message);
    const given = response.headers['mcp-session-id'];
    const sessionId = typeof given === 'string' ? given : undefined;
    await notify({ method: 'notifications/initialized' }, sessionId, call.signal);
    return sessionId;
  }

  async function notify(message: JsonObject, sessionId: string | undefined, signal: AbortSignal): Promise<void> {
    (await post(options, { jsonrpc: '2.0', ...message }, headersFor(sessionId), signal)).resume();
  }

  async function connected(call: CallOptions): Promise<string | undefined> {
    const mine = (session ??= initialize(call));
    try {
      return await mine;
    } catch (error) {
      if (session === mine) session = undefined;
      throw error;
    }
  }

  async function attempt(name: string, args: JsonObject, call: CallOptions): Promise<Rpc> {
    const sessionId = await connected(call);
    const id = (ids += 1);
    const params = { name, arguments: args, _meta: { progressToken: id } };
    const headers = headersFor(sessionId);
    try {
      const message = { jsonrpc: '2.0', id, method: 'tools/call', params };
      return await answerTo(options, id, await post(options, message, headers, call.signal), headers, call);
    } catch (error) {
      if (call.signal.aborted) {
        const cancelled = { method: 'notifications/cancelled', params: { requestId: id, reason: 'interrupted' } };
        // Nobody waits for it: the turn is over, and a server that is away needs no notice.
        void notify(cancelled, sessionId, AbortSignal.timeout(CANCEL_NOTICE_MS)).catch(() => {});
      }
      throw error;
    }
  }

  async function repeated(name: string, args: JsonObject, call: CallOptions): Promise<Rpc> {
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await attempt(name, args, call);
      } catch (error) {
        // A stateful server that was restarted knows the session no longer.
        const forgotten = error instanceof HttpFailure && error.status === 404;
        const again = forgotten || error instanceof Broken;
        if (!again || repeats >= (forgotten ? 1 : MAX_REPEATS)) throw error;
        session = undefined;
        await delay(REPEAT_PAUSE_MS, undefined, { signal: call.signal });
      }
    }
  }

  return {
    call: async (name, args, call) => {
      const answer = await repeated(name, args, call);
      if (answer.error !== undefined) throw new Error(answer.error.message);
      const text = (answer.result?.content ?? []).map((item) => item.text ?? `[${item.type}]`).join('\n');
      if (answer.result?.isError === true) throw new Error(text);
      return text;
    },
  };
}
