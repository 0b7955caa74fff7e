import type { Conversation } from './conversation.ts';

/** One request as the endpoint saw it. The object lives: `outcome`, `status` and `holding` change while it is answered. */
export interface ModelRequest {
  /** Counts from 1 over all agents. */
  readonly seq: number;
  /** First segment of the URL path, empty when there is none. */
  readonly agent: string;
  /** The id under which the CLI keeps this conversation, as far as it says so. */
  readonly session: string | undefined;
  readonly method: string;
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly userAgent: string;
  readonly model: string | undefined;
  /** A question of the CLI itself (a title, a classifier), no turn of the agent. */
  readonly side: boolean;
  /** What was sent, from JSON; undefined for old requests. Context that a CLI adds by itself stands only here. */
  readonly body: unknown;
  /** Undefined for requests that carry none, and for old ones whose body was let go. */
  readonly conversation: Conversation | undefined;
  /** What a person or another agent wrote last. */
  readonly prompt: string | undefined;
  readonly status: number | undefined;
  readonly outcome: 'open' | 'answered' | 'failed' | 'aborted';
  /** Milliseconds since the epoch, once it is no longer open. */
  readonly endedAt: number | undefined;
  /** Name of the HOLD at which the answer stands still. */
  readonly holding: string | undefined;
}

export interface RequestLog {
  add(request: Omit<ModelRequest, 'seq' | 'status' | 'outcome' | 'endedAt' | 'holding'>): ModelRequest;
  update(
    request: ModelRequest,
    change: Partial<Pick<ModelRequest, 'status' | 'outcome' | 'endedAt' | 'holding'>>,
  ): void;
  list(agent?: string): readonly ModelRequest[];
  /** The first request, present or future, for which the predicate holds. */
  waitFor(predicate: (request: ModelRequest) => boolean, timeoutMs?: number): Promise<ModelRequest>;
}

/** A scripted answer comes at once; what waits longer than this for one waits for something that went wrong. */
const DEFAULT_WAIT_MS = 10_000;

/** Requests whose conversations are kept. A hundred turns of a CLI are some 10 MB. */
const MAX_CONVERSATIONS = 1000;

export function createRequestLog(): RequestLog {
  const requests: ModelRequest[] = [];
  const listeners = new Set<(request: ModelRequest) => void>();
  const changed = (request: ModelRequest): void => {
    for (const listener of listeners) listener(request);
  };

  return {
    add(facts) {
      const request: ModelRequest = {
        ...facts,
        seq: requests.length + 1,
        status: undefined,
        outcome: 'open',
        endedAt: undefined,
        holding: undefined,
      };
      requests.push(request);
      const old = requests[requests.length - 1 - MAX_CONVERSATIONS];
      if (old !== undefined) Object.assign(old, { conversation: undefined, body: undefined });
      changed(request);
      return request;
    },
    update(request, change) {
      Object.assign(request, change);
      changed(request);
    },
    list(agent) {
      return requests.filter((request) => agent === undefined || request.agent === agent);
    },
    waitFor(predicate, timeoutMs = DEFAULT_WAIT_MS) {
      const present = requests.find(predicate);
      if (present !== undefined) return Promise.resolve(present);
      return new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer);
          listeners.delete(listener);
        };
        const listener = (request: ModelRequest): void => {
          try {
            if (!predicate(request)) return;
            resolve(request);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
          stop();
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`no such request within ${timeoutMs} ms; seen:\n${summary(requests)}`));
        }, timeoutMs);
        listeners.add(listener);
      });
    },
  };
}

/** The last requests, one a line, for messages of failed tests. */
export function summary(requests: readonly ModelRequest[]): string {
  return requests
    .slice(-20)
    .map(({ seq, agent, path, side, outcome, status, prompt }) =>
      [
        seq,
        agent || '-',
        path,
        side ? 'side' : 'turn',
        outcome,
        status ?? '-',
        JSON.stringify(prompt ?? '').slice(0, 80),
      ].join(' '),
    )
    .join('\n');
}
