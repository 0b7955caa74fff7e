import { request, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/**
 * `fetch` for the client, on node:http: loading the built-in one costs more than everything else a short command does
 * (100 ms of processor time). Covers what the client uses: text bodies both ways, streamed answers, abort signals.
 */
export const httpFetch: typeof fetch = (input, init = {}) =>
  new Promise((resolve, reject) => {
    const { method = 'GET', headers, body, signal } = init;
    const outgoing = request(
      typeof input === 'string' || input instanceof URL ? input : input.url,
      { method, headers: { ...(headers as Record<string, string>) }, ...(signal == null ? {} : { signal }) },
      (incoming) => resolve(answerOf(incoming) as Response),
    );
    outgoing.once('error', reject);
    outgoing.end(typeof body === 'string' ? body : undefined);
  });

function answerOf(incoming: IncomingMessage): Pick<Response, 'ok' | 'status' | 'text' | 'body'> {
  const status = incoming.statusCode ?? 0;
  return {
    ok: status >= 200 && status < 300,
    status,
    async text() {
      let text = '';
      for await (const chunk of incoming.setEncoding('utf8')) text += chunk as string;
      return text;
    },
    get body() {
      return Readable.toWeb(incoming) as ReadableStream<Uint8Array<ArrayBuffer>>;
    },
  };
}
