import type { CaoEvent, EventData, EventType } from '@cao/contracts';
import type { EventRecord, State } from '@cao/state';
import type { EventUseCases } from './engine.ts';
import type { Logger } from './deps.ts';

/** One of a union, so that the fields which plugins are promised are those that are written. */
export type NewEvent = {
  [T in EventType]: {
    readonly type: T;
    readonly sessionName: string | null;
    readonly terminalId: string | null;
    readonly data: EventData[T];
  };
}[EventType];

export interface EventLog extends EventUseCases {
  /**
   * Stores an event inside the caller's transaction and tells listeners once that transaction has ended, so that nobody
   * hears of something that was rolled back.
   */
  append(event: NewEvent): void;
  /** Runs `work` as one transaction; its events go out after the commit, in order. */
  readonly transaction: <T>(work: () => T) => T;
}

export function createEventLog(options: { state: State; now: () => number; log: Logger }): EventLog {
  const { state, now, log } = options;
  const listeners = new Set<(event: CaoEvent) => void>();
  let pending: CaoEvent[] = [];
  let depth = 0;

  function publish(event: CaoEvent): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        log.error('an event listener failed', { event: event.type, error: String(error) });
      }
    }
  }

  return {
    append(event) {
      const record = state.events.append({ ...event, data: { ...event.data }, at: now() });
      if (depth > 0) pending.push(toEvent(record));
      else publish(toEvent(record));
    },
    transaction(work) {
      depth += 1;
      try {
        const result = state.transaction(work);
        depth -= 1;
        if (depth === 0) {
          const events = pending;
          pending = [];
          for (const event of events) publish(event);
        }
        return result;
      } catch (error) {
        depth -= 1;
        if (depth === 0) pending = [];
        throw error;
      }
    },
    lastId: () => state.events.lastId(),
    since: (afterId, range) => state.events.since(afterId, range).map(toEvent),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** As everybody outside of the database sees it. */
export function toEvent(record: EventRecord): CaoEvent {
  return {
    id: record.id,
    type: record.type as EventType,
    at: new Date(record.at).toISOString(),
    session_name: record.sessionName,
    terminal_id: record.terminalId,
    data: record.data,
  };
}
