import type { CaoEvent } from '@cao/contracts';
import { caoError, isClientError } from './errors.ts';
import type { Requester } from './request.ts';
import { readSse } from './sse.ts';
import type { EventOptions } from './types.ts';
import { pause } from './wait.ts';

/** Milliseconds between attempts: a server that restarts is back within a second or two. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;
/** The server sends a comment every 15 s; three missed ones mean that the connection is dead without saying so. */
const SILENCE_MS = 45_000;

/** Follows the server's events and resumes by the id of the last one seen. A refusal (4xx) ends it with that error. */
export async function* followEvents(
  request: Requester,
  options: EventOptions,
): AsyncGenerator<CaoEvent, void, undefined> {
  let lastId = options.lastEventId === undefined ? undefined : String(options.lastEventId);
  let pauseMs = FIRST_PAUSE_MS;
  const stopped = (): boolean => options.signal?.aborted === true;
  while (!stopped()) {
    const connection = new AbortController();
    const signal =
      options.signal === undefined ? connection.signal : AbortSignal.any([connection.signal, options.signal]);
    try {
      const body = await request.stream('/events', {
        signal,
        headers: lastId === undefined ? {} : { 'last-event-id': lastId },
        query: { session_name: options.sessionName, terminal_id: options.terminalId },
      });
      for await (const event of readSse(watchSilence(body, connection))) {
        pauseMs = FIRST_PAUSE_MS;
        if (event.id !== undefined) lastId = event.id;
        if (event.data !== '') yield parseEvent(event.data);
      }
    } catch (error) {
      if (stopped()) return;
      if (isClientError(error) && error.code !== 'unavailable') throw error;
    } finally {
      connection.abort();
    }
    try {
      await pause(pauseMs, options.signal);
    } catch {
      return;
    }
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

function parseEvent(data: string): CaoEvent {
  try {
    const event = JSON.parse(data) as CaoEvent;
    if (typeof event.id === 'number' && typeof event.type === 'string') return event;
  } catch {
    // Told below.
  }
  throw caoError('internal', 'The server sent an event that cannot be read');
}

/** Passes the body through and aborts the connection when nothing, not even a comment, came for too long. */
function watchSilence(body: ReadableStream<Uint8Array>, connection: AbortController): ReadableStream<Uint8Array> {
  let timer = setTimeout(() => connection.abort(), SILENCE_MS);
  connection.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        clearTimeout(timer);
        if (!connection.signal.aborted) timer = setTimeout(() => connection.abort(), SILENCE_MS);
        controller.enqueue(chunk);
      },
    }),
  );
}
