import type { WebSocket } from 'ws';

/** Close codes of the terminal socket. Those from 4003 on keep the meaning they have in CAO (Python). */
export const CLOSE = {
  done: 1000,
  goingAway: 1001,
  failed: 1011,
  badFrame: 4400,
  address: 4003,
  notFound: 4004,
  unauthorized: 4401,
  forbidden: 4403,
} as const;

/** A close frame holds 123 bytes of reason; the limit counts bytes, so a long reason is cut with care. */
export function closeWith(ws: WebSocket, code: number, reason: string): void {
  let short = reason;
  while (Buffer.byteLength(short) > 123) short = short.slice(0, -1);
  ws.close(code, short);
}
