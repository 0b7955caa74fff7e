import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** The key of a secret: `whsec_` and base64, as Standard Webhooks has it, or any other text as it is. */
export function keyOf(secret: string): Buffer {
  return secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret, 'utf8');
}

/**
 * Headers of the Standard Webhooks specification: HMAC-SHA256 over id, time and body. The time is that of the sending, so a
 * receiver can refuse what was recorded and sent again; the id stays, so it knows what it has already.
 */
export function signatureHeaders(key: Buffer, id: string, seconds: number, body: string): Record<string, string> {
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
}
