import { caoError, isClientError, type CaoClient } from '@cao/client';
import type { CaoEvent } from '@cao/contracts';
import { lastSpokenLine } from '../screen-line.ts';
import { conductorOf } from '../target.ts';
import type { Snapshot } from './team.ts';

export interface WatchOptions {
  readonly session: string;
  readonly signal: AbortSignal;
  /** Something else to look after when it is done; when it fails the watch fails with it. */
  readonly also: Promise<unknown>;
  /** Called with each event after the look that followed it. */
  onEvent(event: CaoEvent): void;
  onSnapshot(snapshot: Snapshot): void;
  /** Ends the watch when it returns true. */
  done(snapshot: Snapshot): boolean;
}

/**
 * Looks at the session whenever an event says that something happened, and at no other time. Resolves with the look that ended it.
 * Starts from the session's first event, so nothing is missed between its creation and here.
 */
export async function watchSession(client: CaoClient, options: WatchOptions): Promise<Snapshot> {
  const { session, signal } = options;
  const waiting: CaoEvent[] = [];
  let wake: (() => void) | undefined;
  let news = false;
  let failure: { readonly error: unknown } | undefined;
  function notice(failed?: { readonly error: unknown }): void {
    failure ??= failed;
    news = true;
    wake?.();
  }
  const own = new AbortController();
  const stop = AbortSignal.any([signal, own.signal]);
  stop.addEventListener('abort', () => notice());

  options.also.then(
    () => notice(),
    (error: unknown) => notice({ error }),
  );
  const reading = (async () => {
    for await (const event of client.events({ sessionName: session, lastEventId: 0, signal: stop })) {
      waiting.push(event);
      notice();
    }
  })().catch((error: unknown) => notice({ error }));

  try {
    for (;;) {
      if (signal.aborted) throw caoError('cancelled', 'The demo was stopped');
      if (failure !== undefined) throw failure.error;
      news = false;
      const events = waiting.splice(0);
      const snapshot = await look(client, session, signal);
      options.onSnapshot(snapshot);
      for (const event of events) options.onEvent(event);
      if (options.done(snapshot)) return snapshot;
      if (!news) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    own.abort();
    await reading;
  }
}

async function look(client: CaoClient, session: string, signal: AbortSignal): Promise<Snapshot> {
  const call = { signal };
  const [detail, jobs] = await Promise.all([
    client.sessions.get(session, call),
    client.jobs.list({ ...call, sessionName: session }),
  ]);
  const conductor = conductorOf(detail.terminals);
  const turns = conductor === undefined ? [] : await client.terminals.turns(conductor.id, { ...call, limit: 1 });
  return { detail, jobs, turn: turns[0] };
}

/** The last line with words of each working agent's screen, for those that can be read right now. */
export async function readScreens(client: CaoClient, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    ids.map(async (id): Promise<[string, string]> => {
      try {
        return [id, lastSpokenLine(await client.terminals.screen(id))];
      } catch (error) {
        if (!isClientError(error)) throw error;
        return [id, ''];
      }
    }),
  );
  return new Map(found);
}
