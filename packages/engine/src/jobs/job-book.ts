import { isJobOpen, type ErrorCode, type JobState, type Question } from '@cao/contracts';
import type { JobRecord, State } from '@cao/state';
import type { EventLog } from '../event-log.ts';

export interface JobEnd {
  readonly state: Extract<JobState, 'succeeded' | 'failed' | 'timed_out' | 'cancelled'>;
  readonly output?: string | null;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

/** The records of jobs: every change is one transaction with its event, and listeners hear of it. */
export interface JobBook {
  insert(record: JobRecord): void;
  get(id: string): JobRecord | undefined;
  open(): JobRecord[];
  openOf(terminalId: string): JobRecord[];
  update(id: string, patch: Partial<JobRecord>): void;
  ask(id: string, question: Question | null): void;
  end(id: string, end: JobEnd): JobRecord | undefined;
  onChange(listener: (id: string) => void): () => void;
}

export interface JobBookHooks {
  /** Inside the transaction that ends the job. */
  readonly onEnded: (job: JobRecord) => void;
}

export function createJobBook(
  deps: { state: State; events: EventLog; now: () => number },
  hooks: JobBookHooks,
): JobBook {
  const { state, events, now } = deps;
  const listeners = new Set<(id: string) => void>();

  function tell(id: string): void {
    for (const listener of listeners) listener(id);
  }

  return {
    insert(record) {
      events.transaction(() => {
        state.jobs.insert(record);
        const data = {
          job_id: record.id,
          type: record.type,
          agent_profile: record.agentProfile,
          caller_id: record.callerId,
        };
        events.append({ type: 'job_started', sessionName: record.sessionName, terminalId: record.callerId, data });
      });
    },
    get: (id) => state.jobs.get(id),
    open: () => state.jobs.listOpen(),
    openOf: (terminalId) => state.jobs.openByTerminal(terminalId),
    update(id, patch) {
      state.jobs.update(id, patch);
      tell(id);
    },
    ask(id, question) {
      const job = state.jobs.get(id);
      if (job === undefined || !isJobOpen(job.state)) return;
      const next = question === null ? 'running' : 'needs_input';
      if (job.state === next && JSON.stringify(job.question) === JSON.stringify(question)) return;
      state.jobs.update(id, { state: next, question });
      tell(id);
    },
    end(id, end) {
      const job = state.jobs.get(id);
      if (job === undefined || !isJobOpen(job.state)) return undefined;
      const ended = events.transaction(() => {
        const patch = {
          state: end.state,
          output: end.output ?? null,
          errorCode: end.error?.code ?? null,
          errorMessage: end.error?.message ?? null,
          question: null,
          endedAt: now(),
        };
        state.jobs.update(id, patch);
        const record = { ...job, ...patch };
        const data = {
          job_id: id,
          type: job.type,
          state: end.state,
          worker_id: job.terminalId,
          caller_id: job.callerId,
          error: end.error ?? null,
        };
        events.append({ type: 'job_finished', sessionName: job.sessionName, terminalId: job.callerId, data });
        hooks.onEnded(record);
        return record;
      });
      tell(id);
      return ended;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
