import { createHash } from 'node:crypto';
import type { JobRecord, MessageRecord, Records, TurnRecord } from './records.ts';

/** Where something stands: in which trace, and below what. */
export interface Place {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
}

/** A chain of agents that write to each other could be endless; what is deeper begins a trace of its own. */
const MAX_DEPTH = 16;
/** Places of turns that may still get children. */
const KEPT = 2000;

export interface Lineage {
  turn(turn: TurnRecord, session: string | null, records: Records): Promise<Place>;
  job(job: JobRecord, records: Records): Promise<Place>;
  message(message: MessageRecord, session: string | null, records: Records): Promise<Place>;
}

/**
 * A trace is what one input of a person, or of a schedule, led to: turn, job, the worker's turn, its message, the turn that took
 * it. Ids are made of the records' own, so a parent need not have been exported, and what is exported twice is the same span.
 */
export function createLineage(): Lineage {
  const known = new Map<string, Place>();

  async function remembered(key: string, find: () => Promise<Place>): Promise<Place> {
    const place = known.get(key) ?? (await find());
    known.delete(key);
    known.set(key, place);
    for (const oldest of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(oldest);
    }
    return place;
  }

  function ofTurn(turn: TurnRecord, session: string | null, records: Records, depth: number): Promise<Place> {
    return remembered(`turn ${turn.id}`, async () => {
      const spanId = idOf(turn.id, 16);
      if (depth < MAX_DEPTH && session !== null && (turn.origin === 'handoff' || turn.origin === 'assign')) {
        const job = (await records.jobsOf(session)).find(({ turn_id: id }) => id === turn.id);
        if (job !== undefined) return below(await ofJob(job, records, depth + 1), spanId);
      }
      if (depth < MAX_DEPTH && turn.origin === 'send_message') {
        const message = (await records.inboxOf(turn.terminal_id)).find(({ turn_id: id }) => id === turn.id);
        if (message !== undefined) return below(await ofMessage(message, session, records, depth + 1), spanId);
      }
      return root(turn.id, spanId);
    });
  }

  function ofJob(job: JobRecord, records: Records, depth: number): Promise<Place> {
    return remembered(`job ${job.id}`, async () => {
      const spanId = idOf(job.id, 16);
      const caller = job.caller_id === null ? undefined : await turnAt(job.caller_id, job.created_at, records);
      if (caller === undefined) return root(job.id, spanId);
      return below(await ofTurn(caller, job.session_name, records, depth + 1), spanId);
    });
  }

  function ofMessage(message: MessageRecord, session: string | null, records: Records, depth: number): Promise<Place> {
    const key = `message ${message.receiver_id} ${message.id}`;
    return remembered(key, async () => {
      const spanId = idOf(key, 16);
      const isAgent = /^[a-f0-9]{8}$/.test(message.sender_id);
      const sender = isAgent ? await turnAt(message.sender_id, message.created_at, records) : undefined;
      if (sender === undefined) return root(key, spanId);
      return below(await ofTurn(sender, session, records, depth + 1), spanId);
    });
  }

  return {
    turn: (turn, session, records) => ofTurn(turn, session, records, 0),
    job: (job, records) => ofJob(job, records, 0),
    message: (message, session, records) => ofMessage(message, session, records, 0),
  };
}

/** The turn an agent was at when it did something. */
async function turnAt(terminalId: string, at: string, records: Records): Promise<TurnRecord | undefined> {
  const turns = await records.turnsOf(terminalId);
  return turns.find((turn) => turn.submitted_at <= at && (turn.ended_at === null || at <= turn.ended_at));
}

function root(id: string, spanId: string): Place {
  return { traceId: idOf(id, 32), spanId, parentId: undefined };
}

function below(parent: Place, spanId: string): Place {
  return { traceId: parent.traceId, spanId, parentId: parent.spanId };
}

/** Hexadecimal digits that are the same for the same record, in this run and the next. */
function idOf(text: string, digits: 16 | 32): string {
  return createHash('sha256').update(`cao ${digits} ${text}`).digest('hex').slice(0, digits);
}
