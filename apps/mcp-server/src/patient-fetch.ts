import { ReadableStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import { fetchOverHttp } from './http-fetch.ts';
import { Refusal, refusalOf } from './refusal.ts';

export interface PatienceTimes {
  /** How long a server that refuses connections is given to come back before a request fails: a restart takes a second or two. */
  readonly refusedMs: number;
  /** The same for a call that is running already: it lasts longer than any outage that is worth waiting for. */
  readonly resumeMs: number;
  /** Between attempts while nobody listens. */
  readonly pauseMs: number;
}

export const PATIENCE_TIMES: PatienceTimes = { refusedMs: 30_000, resumeMs: 600_000, pauseMs: 250 };

const STOPPING = 503;

/** On this, and only on this, the transport asks no more. */
const ASK_NO_MORE = 405;

/**
 * The `fetch` of one request's transport. It outlasts a server that is away: a POST is tried again here, a GET by the transport
 * when the time has passed that the server named. What the server refuses, and an outage that lasts too long, is a `Refusal`.
 */
export function createPatientFetch({ refusedMs, resumeMs, pauseMs }: PatienceTimes, hint?: string): FetchLike {
  /** When the server last said something about this request; at first, when it was made. */
  let heardAt = performance.now();

  async function ask(url: string | URL, init: RequestInit): Promise<Response> {
    const response = await fetchOverHttp(url, init);
    if (response.status === STOPPING) throw new Error('the server is stopping');
    if (response.status !== 200) throw await refusalOf(response);
    const streamed = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    // An answer without a stream is whole or none.
    if (!streamed) return new Response(await response.text(), response);
    return new Response(await begun(response), response);
  }

  /** A stream whose first event is there: with it comes the name of the call, without which the transport gives it up. */
  async function begun({ body }: Response): Promise<ReadableStream<Uint8Array>> {
    if (body === null) throw new Error('the server sent no stream');
    const reader = body.getReader();
    const first = await reader.read();
    if (first.done) throw new Error('the server ended the stream without an answer');
    return ReadableStream.from(pieces());

    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let piece = first; !piece.done; piece = await reader.read()) {
        heardAt = performance.now();
        yield piece.value;
      }
    }
  }

  return async (url, init = {}) => {
    const resuming = init.method === 'GET';
    const closed = (): boolean => init.signal?.aborted === true;
    for (;;) {
      // The transport would come back for ever, also when it was closed.
      if (closed()) return new Response(null, { status: ASK_NO_MORE });
      try {
        return await ask(url, init);
      } catch (error) {
        if (error instanceof Refusal || closed()) throw error;
        if (performance.now() - heardAt > (resuming ? resumeMs : refusedMs)) {
          const problem = `Failed to connect to cao-server: ${(error as Error).message}`;
          throw new Refusal(hint === undefined ? problem : `${problem}. ${hint}`);
        }
        if (resuming) throw error;
      }
      await pause(pauseMs, undefined, init.signal ? { signal: init.signal } : {});
    }
  };
}
