import { isCaoError, type ErrorCode } from '@cao/contracts';
import type { FlowRecord, FlowRunRecord, State } from '@cao/state';
import type { EventLog } from '../event-log.ts';
import { messageOf } from '../errors.ts';
import { newId } from '../ids.ts';

export interface NewRun {
  readonly trigger: 'schedule' | 'manual';
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  /** Of the flow, from now on; absent: as it is. */
  readonly nextRunAt?: number | null;
}

export type RunEnd =
  | { readonly state: 'completed' }
  | { readonly state: 'skipped' | 'busy'; readonly reason: string }
  | { readonly state: 'failed'; readonly error: { readonly code: ErrorCode; readonly message: string } };

/** The records of runs: every change is one transaction with its event, and listeners hear of it. */
export interface RunBook {
  /** The flow's next time is written with it: whatever becomes of this run, it is not due again. */
  begin(flow: FlowRecord, run: NewRun): FlowRunRecord;
  get(id: string): FlowRunRecord | undefined;
  /** Runs of the same flow that began before this one and have not ended, oldest first. */
  before(run: FlowRunRecord): FlowRunRecord[];
  update(id: string, patch: Partial<FlowRunRecord>): void;
  /** It is more than a look whether to run: the flow has run. */
  ran(run: FlowRunRecord): void;
  end(id: string, end: RunEnd): FlowRunRecord | undefined;
  onChange(listener: (id: string) => void): () => void;
}

export function createRunBook({ state, events, now }: { state: State; events: EventLog; now: () => number }): RunBook {
  const listeners = new Set<(id: string) => void>();

  function ran(run: FlowRunRecord): void {
    const flow = state.flows.byName(run.flowName);
    if (flow !== undefined) state.flows.update(flow.id, { lastRunAt: run.startedAt });
  }

  return {
    begin(flow, { trigger, dueAt, nextRunAt }) {
      return events.transaction(() => {
        if (nextRunAt !== undefined) state.flows.update(flow.id, { nextRunAt });
        const at = now();
        const run = state.flowRuns.insert({
          id: newId('r', at),
          flowName: flow.name,
          trigger,
          state: 'running',
          reason: null,
          errorCode: null,
          errorMessage: null,
          prompt: null,
          sessionName: null,
          terminalId: null,
          turnId: null,
          dueAt,
          startedAt: at,
          endedAt: null,
        });
        const data = { flow_name: flow.name, run_id: run.id, trigger };
        events.append({ type: 'flow_run_started', sessionName: null, terminalId: null, data });
        return run;
      });
    },
    get: (id) => state.flowRuns.get(id),
    before(run) {
      const open = state.flowRuns.listOpen().filter(({ flowName }) => flowName === run.flowName);
      const own = open.findIndex(({ id }) => id === run.id);
      return own === -1 ? open : open.slice(0, own);
    },
    update: (id, patch) => state.flowRuns.update(id, patch),
    ran,
    end(id, end) {
      const run = state.flowRuns.get(id);
      if (run === undefined || run.endedAt !== null) return undefined;
      const ended = events.transaction(() => {
        const error = end.state === 'failed' ? end.error : undefined;
        const patch = {
          state: end.state,
          reason: 'reason' in end ? end.reason : null,
          errorCode: error?.code ?? null,
          errorMessage: error?.message ?? null,
          prompt: null,
          endedAt: now(),
        };
        state.flowRuns.update(id, patch);
        if (end.state === 'failed') ran(run);
        const { flowName, trigger, sessionName, terminalId } = run;
        const data = {
          flow_name: flowName,
          run_id: id,
          trigger,
          state: end.state,
          reason: patch.reason,
          error: error ?? null,
          session_name: sessionName,
        };
        events.append({ type: 'flow_run_finished', sessionName, terminalId, data });
        return { ...run, ...patch };
      });
      for (const listener of listeners) listener(id);
      return ended;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function failure(error: unknown): RunEnd {
  return { state: 'failed', error: { code: isCaoError(error) ? error.code : 'internal', message: messageOf(error) } };
}
