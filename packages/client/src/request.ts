import { caoError, connectionError, errorFromAnswer, isClientError } from './errors.ts';

/** Milliseconds. Longer than anything the server does without being asked to wait; as in CAO (Python). */
export const DEFAULT_TIMEOUT_MS = 30_000;

export interface CallOptions {
  /** Ends the call with `cancelled`. */
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole call, body included. */
  readonly timeoutMs?: number;
}

export interface RequestOptions extends CallOptions {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

export interface Requester {
  readonly baseUrl: string;
  /** The parsed JSON answer; throws a `CaoError` for anything else. */
  json<T>(method: string, path: string, options?: RequestOptions): Promise<T>;
  /** An answer that goes on: no time limit, the caller reads the body. */
  stream(path: string, options: StreamOptions): Promise<ReadableStream<Uint8Array>>;
}

export interface StreamOptions {
  readonly query?: RequestOptions['query'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface RequesterOptions {
  readonly baseUrl: string;
  readonly token: string | undefined;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

export function createRequester(options: RequesterOptions): Requester {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const authorization = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };

  async function send(path: string, query: RequestOptions['query'], init: RequestInit): Promise<Response> {
    try {
      return await options.fetch(baseUrl + path + queryText(query), init);
    } catch (error) {
      throw connectionError(baseUrl, error);
    }
  }

  return {
    baseUrl,
    async json<T>(method: string, path: string, request: RequestOptions = {}): Promise<T> {
      const timeoutMs = request.timeoutMs ?? options.timeoutMs;
      const limit = AbortSignal.timeout(timeoutMs);
      const signal = request.signal === undefined ? limit : AbortSignal.any([limit, request.signal]);
      const body = request.body === undefined ? undefined : JSON.stringify(request.body);
      const headers = { ...authorization, ...(body !== undefined && { 'content-type': 'application/json' }) };
      try {
        const response = await send(path, request.query, {
          method,
          headers,
          signal,
          ...(body !== undefined && { body }),
        });
        const text = await response.text();
        if (!response.ok) throw errorFromAnswer(response.status, text);
        return parse(text, baseUrl) as T;
      } catch (error) {
        if (request.signal?.aborted === true)
          throw caoError('cancelled', `${method} ${path} was cancelled`, { cause: error });
        if (limit.aborted) {
          throw caoError('timeout', `The server did not answer ${method} ${path} within ${timeoutMs / 1000} s`, {
            cause: error,
          });
        }
        throw isClientError(error) ? error : connectionError(baseUrl, error);
      }
    },
    async stream(path, request) {
      const response = await send(path, request.query, {
        headers: { ...authorization, accept: 'text/event-stream', ...request.headers },
        signal: request.signal,
      });
      if (!response.ok) throw errorFromAnswer(response.status, await response.text());
      if (response.body === null) throw caoError('internal', `The server sent no stream for ${path}`);
      return response.body;
    },
  };
}

/** The server validates what it sends; the only doubt left here is whether it is our server that answered. */
function parse(text: string, baseUrl: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below.
  }
  throw caoError('unavailable', `What answers on ${baseUrl} is not a cao-server`);
}

function queryText(query: RequestOptions['query']): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(Object.fromEntries(given.map(([key, value]) => [key, String(value)]))).toString()}`;
}
