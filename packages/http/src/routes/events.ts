import type { CaoEvent } from '@cao/contracts';
import type { Engine } from '@cao/engine';
import { z } from 'zod';
import { defineRoute, type Route } from '../route.ts';

/** Proxies and clients take longer silence for a dead connection. */
const HEARTBEAT_MS = 15_000;
/** What a client waits before it comes back: a restart takes about a second. */
const RETRY_MS = 1000;
/** Events read from the log at once. */
const PAGE = 200;

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

interface Filter {
  readonly terminalId?: string;
  readonly sessionName?: string;
}

export const eventRoutes: Route[] = [
  defineRoute({
    method: 'get',
    path: '/events',
    tag: 'events',
    summary: 'Durable events as they happen, or from after `Last-Event-ID` on',
    doing: 'follow events',
    query: z.object({
      session_name: z.string().max(64).optional(),
      terminal_id: z.string().max(64).optional(),
    }),
    answer: undefined,
    run({ engine, access, query, signal, hono }) {
      const sessionName = access.session() ?? query.session_name;
      const filter: Filter = {
        ...(sessionName !== undefined && { sessionName }),
        ...(query.terminal_id !== undefined && { terminalId: query.terminal_id }),
      };
      const last = hono.req.header('last-event-id');
      const after = last !== undefined && /^\d{1,15}$/.test(last) ? Number(last) : engine.events.lastId();
      return new Response(eventStream(engine, filter, after, signal()), { headers: HEADERS });
    },
  }),
];

/**
 * Reads the durable log as fast as the client takes it; a live event is only the news that there is something to read.
 * So a slow client holds no memory, and there is no gap between what was and what comes.
 */
function eventStream(engine: Engine, filter: Filter, after: number, end: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const closing = new AbortController();
  let position = after;
  let wake: () => void = () => undefined;
  let unsubscribe: () => void = () => undefined;

  function close(): void {
    closing.abort();
    unsubscribe();
    end.removeEventListener('abort', close);
    wake();
  }

  /** Resolves with true when nothing came for as long as a heartbeat takes. */
  async function silence(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const news = new Promise<boolean>((resolve) => {
      wake = () => resolve(false);
      timer = setTimeout(() => resolve(true), HEARTBEAT_MS);
      timer.unref();
    });
    // Between the last read and now something may have come.
    if (engine.events.lastId() > position || closing.signal.aborted) wake();
    const silent = await news;
    clearTimeout(timer);
    return silent;
  }

  /** The next piece of the stream; undefined at its end. */
  async function next(): Promise<string | undefined> {
    while (!closing.signal.aborted) {
      const newest = engine.events.lastId();
      const events = engine.events.since(position, { limit: PAGE, ...filter });
      const last = events.at(-1)?.id ?? position;
      // A page that is not full ends at the newest event, whoever's it was: the next read need not begin with those of others.
      position = events.length < PAGE ? Math.max(newest, last) : last;
      if (events.length > 0) return events.map(frame).join('');
      if (await silence()) return ': still here\n\n';
    }
    return undefined;
  }

  return new ReadableStream({
    start(controller) {
      unsubscribe = engine.events.subscribe(() => wake());
      end.addEventListener('abort', close);
      if (end.aborted) close();
      // An id without data names the place to come back to, even if nothing ever happens.
      controller.enqueue(encoder.encode(`id: ${position}\nretry: ${RETRY_MS}\n\n`));
    },
    async pull(controller) {
      const piece = await next();
      if (piece === undefined) controller.close();
      else controller.enqueue(encoder.encode(piece));
    },
    cancel: close,
  });
}

function frame(event: CaoEvent): string {
  return `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(withoutText(event))}\n\n`;
}

/** Who follows events learns that a message was sent, not what it says: that is asked for with the inbox's own rights. */
function withoutText(event: CaoEvent): CaoEvent {
  if (event.type !== 'post_send_message') return event;
  const { message: _, ...data } = event.data;
  return { ...event, data };
}
