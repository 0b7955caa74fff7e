import { createClient, type CaoClient, type WebSocketConstructor } from '@cao/client';
import { addressOf, readToken } from './config.ts';
import { httpFetch } from './http-fetch.ts';
import type { Io } from './io.ts';

/** A client of the server that this environment points to. */
export async function connect(io: Io, options: { WebSocket?: WebSocketConstructor } = {}): Promise<CaoClient> {
  const [address, token] = await Promise.all([addressOf(io), readToken(io)]);
  return createClient({ baseUrl: address.url, token, fetch: httpFetch, ...options });
}
