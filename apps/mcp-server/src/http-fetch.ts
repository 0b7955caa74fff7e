import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ReadableStream } from 'node:stream/web';

/** The server sends a comment every fifteen seconds while a call lasts; three missed ones mean that nobody is there any more. */
const SILENCE_MS = 60_000;

/**
 * `fetch` as far as the transport uses it, over Node's own client. The global one takes five minutes to notice silence and costs
 * each agent's bridge 10 MB.
 */
export async function fetchOverHttp(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const incoming = await send(new URL(url), init);
  // Whoever reads it is told; what breaks while nobody does is nobody's.
  incoming.on('error', () => undefined);
  const type = incoming.headers['content-type'] ?? '';
  const body = ReadableStream.from<Uint8Array>(incoming);
  return new Response(body, { status: incoming.statusCode ?? 500, headers: { 'content-type': type } });
}

/** Resolves with the head of the answer. */
function send(url: URL, { method = 'GET', headers, body, signal }: RequestInit): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = start(url, { method, headers: Object.fromEntries(new Headers(headers)) }, resolve);
    // Without an error: Node would throw it where nobody listens when the answer has just ended.
    const leave = (): void => void request.destroy();
    signal?.addEventListener('abort', leave, { once: true });
    request.on('close', () => signal?.removeEventListener('abort', leave));
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error('the connection fell silent')));
    request.on('error', reject);
    request.end(body);
  });
}
