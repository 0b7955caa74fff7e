import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface HttpOptions {
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** The server sends a comment every fifteen seconds while a call lasts; three missed ones mean that nobody is there any more. */
const SILENCE_MS = 60_000;

/** Resolves with the head of the answer. Not fetch: that would cost each agent's bridge memory and start-up time for nothing. */
export function send(url: string, { method, headers, body, signal }: HttpOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = start(url, { method, headers, signal }, resolve);
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error('the connection fell silent')));
    request.on('error', reject);
    request.end(body);
  });
}

export async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
