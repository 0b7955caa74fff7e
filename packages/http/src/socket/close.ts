import type { ErrorCode } from '@cao/contracts';
import type { WebSocket } from 'ws';
import { domainError } from '../errors.ts';
import type { ErrorLog } from '../serve-route.ts';

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

const CODES: Partial<Record<ErrorCode, number>> = {
  unauthorized: CLOSE.unauthorized,
  forbidden: CLOSE.forbidden,
  not_found: CLOSE.notFound,
};

/** After the handshake, so that a browser sees code and reason: a refused handshake tells it nothing. */
export function closeFor(ws: WebSocket, error: unknown, log: ErrorLog): void {
  const known = domainError(error);
  if (known === undefined) {
    log.error('a terminal socket failed', { error: error instanceof Error ? error.stack : String(error) });
    return closeWith(ws, CLOSE.failed, 'Internal error');
  }
  const reason = known.code === 'not_found' ? 'Terminal not found' : known.message;
  closeWith(ws, CODES[known.code] ?? CLOSE.failed, reason);
}
