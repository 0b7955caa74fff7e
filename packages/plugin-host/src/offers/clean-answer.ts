/** Of one connection, or about who may do what on this server: not a plugin's to say. */
const DROPPED = [
  'connection',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Tells the HTTP adapter that nothing is left to send.
  'x-hono-already-sent',
];

/**
 * What a plugin answered as it may go out. Its body ends when the signal is aborted. Throws for anything but a `Response`, by shape:
 * it may come from another copy of the web's classes.
 */
export function cleanAnswer(answer: unknown, signal: AbortSignal): Response {
  if (!isResponse(answer)) throw new Error('it returned no Response');
  const headers = new Headers();
  for (const [name, value] of answer.headers) {
    if (!DROPPED.includes(name) && !name.startsWith('access-control-')) headers.append(name, value);
  }
  const body = answer.body?.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal }) ?? null;
  return new Response(body, { status: answer.status, headers });
}

function isResponse(value: unknown): value is Response {
  if (typeof value !== 'object' || value === null) return false;
  const { status, headers, body, bodyUsed } = value as Partial<Response>;
  const streams = body === null || typeof body?.pipeThrough === 'function';
  return typeof status === 'number' && typeof headers?.append === 'function' && streams && bodyUsed === false;
}
