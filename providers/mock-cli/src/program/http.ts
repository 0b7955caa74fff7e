import { Agent as PlainAgent, request as plainRequest, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

export interface HttpRequest {
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Longest time without a byte. */
  readonly silenceMs: number;
}

/** One request on a connection of its own: a kept one could be dead after a restart of the server. */
export function send(url: string, options: HttpRequest): Promise<IncomingMessage> {
  const secure = url.startsWith('https:');
  const agent = secure ? new SecureAgent({ keepAlive: false }) : new PlainAgent({ keepAlive: false });
  const { method, headers, signal } = options;
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? secureRequest : plainRequest)(url, { method, headers, signal, agent }, resolve);
    outgoing.setTimeout(options.silenceMs, () => {
      outgoing.destroy(new Error(`no answer for ${options.silenceMs} ms`));
    });
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

export async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
