import type { Channel } from './channel.ts';

/** Codes of answers that are given without the protocol's library, which may not be loaded yet. */
export const REFUSED = { invalidRequest: -32_600, notFound: -32_001, unavailable: -32_000 } as const;

export function rpcError(id: string | number | null, code: number, message: string): object {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

export function sendJson(channel: Channel, status: number, body: object, headers: Record<string, string> = {}): void {
  channel.head(status, { 'content-type': 'application/json', ...headers });
  channel.write(JSON.stringify(body));
  channel.end();
}

export function sendNothing(channel: Channel): void {
  channel.head(202, {});
  channel.end();
}
