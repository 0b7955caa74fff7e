import { setTimeout as delay } from 'node:timers/promises';
import { send, textOf } from './http.ts';
import { readEvents } from './sse.ts';
import type { IncomingMessage } from 'node:http';
import type { JsonObject } from './script.ts';

/** Pauses before a call is tried again when nobody listens: about six seconds in all, a server's restart. */
const CONNECT_PAUSES_MS = [100, 200, 400, 800, 1600, 3200];
/** Used until the server names another one. */
const DEFAULT_RETRY_MS = 1000;
/** How often a broken stream is asked for again before the call counts as lost; each time after the server's pause. */
const MAX_RESUMES = 5;

export interface WireOptions {
  readonly url: string;
  /** Longest time without a byte. */
  readonly silenceMs: number;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** A JSON-RPC message as far as this client reads it. */
export interface Rpc {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly progress?: number; readonly message?: string };
  readonly result?: { readonly content?: readonly { type: string; text?: string }[]; readonly isError?: boolean };
  readonly error?: { readonly code: number; readonly message: string };
}

export class HttpFailure extends Error {
  readonly status: number;
  constructor(status: number, body: string) {
    super(`HTTP ${status}${body === '' ? '' : `: ${body.slice(0, 500)}`}`);
    this.status = status;
  }
}

/** A connection that broke before the server named the call: nobody can tell whether it was taken. */
export class Broken extends Error {}

/** Posts a message. Tries again while nobody listens: what was never received can be repeated. */
export async function post(
  options: WireOptions,
  message: JsonObject,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = {
    method: 'POST',
    body: JSON.stringify(message),
    headers: { ...headers, 'content-type': 'application/json' },
    signal,
    silenceMs: options.silenceMs,
  } as const;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await checked(await send(options.url, request));
    } catch (error) {
      const pause = CONNECT_PAUSES_MS[attempt];
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ECONNRESET' || code === 'EPIPE') throw new Broken((error as Error).message);
      if (code !== 'ECONNREFUSED' || pause === undefined) throw error;
      await delay(pause, undefined, { signal });
    }
  }
}

/** Waits for the answer to `id`, over as many streams as it takes. */
export async function answerTo(
  options: WireOptions,
  id: number,
  first: IncomingMessage,
  headers: Readonly<Record<string, string>>,
  call: CallOptions,
): Promise<Rpc> {
  let response: IncomingMessage | undefined = first;
  let lastEvent: string | undefined;
  let retryMs = DEFAULT_RETRY_MS;
  let resumes = 0;
  while (true) {
    let broken = new Error('the server ended the stream without an answer');
    try {
      response ??= await resume(options, lastEvent ?? '', headers, call.signal);
      if (!isStream(response)) return JSON.parse(await textOf(response)) as Rpc;
      for await (const event of readEvents(response)) {
        resumes = 0;
        lastEvent = event.id ?? lastEvent;
        retryMs = event.retry ?? retryMs;
        if (event.data === '') continue;
        const message = JSON.parse(event.data) as Rpc;
        if (message.id === id && message.method === undefined) return message;
        if (message.method === 'notifications/progress') call.onProgress(message.params?.message ?? '');
      }
    } catch (error) {
      call.signal.throwIfAborted();
      if (error instanceof HttpFailure && error.status < 500) throw error;
      broken = error as Error;
    }
    response = undefined;
    resumes += 1;
    if (lastEvent === undefined) throw new Broken(broken.message);
    if (resumes > MAX_RESUMES) throw broken;
    await delay(retryMs, undefined, { signal: call.signal });
  }
}

async function resume(
  options: WireOptions,
  lastEvent: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = { method: 'GET', headers: { ...headers, 'last-event-id': lastEvent } } as const;
  return checked(await send(options.url, { ...request, signal, silenceMs: options.silenceMs }));
}

async function checked(response: IncomingMessage): Promise<IncomingMessage> {
  const status = response.statusCode ?? 500;
  if (status >= 400) throw new HttpFailure(status, await textOf(response));
  return response;
}

function isStream(response: IncomingMessage): boolean {
  return (response.headers['content-type'] ?? '').startsWith('text/event-stream');
}
