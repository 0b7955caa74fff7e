import { CaoError, HANDOFF_TIMEOUT, isJobOpen, type Job } from '@cao/contracts';
import type { JobRecord, TerminalRecord } from '@cao/state';
import type { EngineDeps } from '../deps.ts';
import type { JobUseCases } from '../engine.ts';
import { newId } from '../ids.ts';
import { waitUntil } from '../wait.ts';
import type { JobBook } from './job-book.ts';
import type { JobRunner } from './job-runner.ts';
import { jobView } from './job-view.ts';

export interface NewJob {
  readonly type: 'handoff' | 'assign';
  readonly caller: TerminalRecord;
  readonly agentProfile: string;
  readonly message: string;
  readonly timeout?: number | undefined;
  readonly workingDirectory?: string | undefined;
  readonly provider?: string | undefined;
}

export interface Jobs extends JobUseCases {
  /** Writes the job; belongs into the transaction of what asked for it. */
  begin(job: NewJob): JobRecord;
  /** Carries a written job on; safe to call again. */
  run(id: string): void;
  /** Resolves when the worker has its terminal, or the job has ended without. */
  created(id: string): Promise<JobRecord>;
  /** Resolves when the job has ended or asks; with the job as it is when the time is up. */
  settled(id: string, options: { timeoutMs: number; signal?: AbortSignal }): Promise<JobRecord>;
}

export function createJobs(deps: EngineDeps, parts: { book: JobBook; runner: JobRunner }): Jobs {
  const { state } = deps;
  const { book, runner } = parts;

  function required(id: string): JobRecord {
    const job = book.get(id);
    if (job) return job;
    throw new CaoError('not_found', `Job '${id}' not found`);
  }

  function begin(job: NewJob): JobRecord {
    const now = deps.now();
    const session = state.sessions.byId(job.caller.sessionId);
    if (session === undefined) throw new CaoError('not_found', 'the session of the caller has ended');
    const timeout = job.timeout ?? HANDOFF_TIMEOUT.default;
    const record: JobRecord = {
      id: newId('j', now),
      type: job.type,
      state: 'queued',
      callerId: job.caller.id,
      sessionName: session.name,
      agentProfile: job.agentProfile,
      provider: job.provider ?? '',
      message: job.message,
      workingDirectory: job.workingDirectory ?? job.caller.workingDirectory,
      terminalId: null,
      turnId: null,
      timeout,
      deadlineAt: now + timeout * 1000,
      output: null,
      errorCode: null,
      errorMessage: null,
      question: null,
      createdAt: now,
      startedAt: now,
      endedAt: null,
    };
    book.insert(record);
    return record;
  }

  async function settled(id: string, options: { timeoutMs: number; signal?: AbortSignal }): Promise<JobRecord> {
    const job = await waitUntil({
      check: () => {
        const record = required(id);
        return isJobOpen(record.state) && record.state !== 'needs_input' ? undefined : record;
      },
      subscribe: (changed) => book.onChange((changedId) => void (changedId === id && changed())),
      ...options,
    });
    return job ?? required(id);
  }

  async function created(id: string): Promise<JobRecord> {
    const job = await waitUntil({
      check: () => {
        const record = required(id);
        return record.terminalId !== null || !isJobOpen(record.state) ? record : undefined;
      },
      subscribe: (changed) => book.onChange((changedId) => void (changedId === id && changed())),
      timeoutMs: Number.POSITIVE_INFINITY,
    });
    return job ?? required(id);
  }

  return {
    begin,
    created,
    settled,
    run: (id) => runner.run(id),
    create(request) {
      const callerId = request.callerId ?? request.caller_id;
      const caller = callerId === undefined ? undefined : state.terminals.get(callerId);
      if (caller === undefined) {
        throw new CaoError('invalid_input', 'A job needs the terminal that delegates.', { hint: 'Give caller_id.' });
      }
      const record = begin({
        type: request.type,
        caller,
        agentProfile: request.agent_profile,
        message: request.message,
        timeout: request.timeout,
        workingDirectory: request.working_directory,
        provider: request.provider,
      });
      runner.run(record.id);
      return jobView(record);
    },
    get: (id): Job => jobView(required(id)),
    list: (options) => state.jobs.list(options).map(jobView),
    wait: async (id, options) => jobView(await settled(id, options)),
    async cancel(id) {
      const job = required(id);
      if (!isJobOpen(job.state)) throw new CaoError('conflict', `Job '${id}' has already ended: ${job.state}`);
      book.end(id, {
        state: 'cancelled',
        error: { code: 'cancelled', message: 'the job was cancelled; its worker was left as it is' },
      });
      return jobView(required(id));
    },
  };
}
