import { CaoError, isJobOpen, type ErrorCode } from '@cao/contracts';
import type { JobRecord, SessionRecord, TurnRecord } from '@cao/state';
import type { Agent } from '../agent/agent.ts';
import type { House } from '../agent/house.ts';
import { typeTurn } from '../agent/typing.ts';
import type { EngineDeps } from '../deps.ts';
import { messageOf } from '../errors.ts';
import type { EventLog } from '../event-log.ts';
import type { Executables } from '../launch/executable.ts';
import { prepare, type Prepared, type PrepareRequest } from '../launch/prepare.ts';
import { assignPrompt, handoffPrompt } from '../launch/prompt.ts';
import { asPrepareRequest, launchRequest } from '../launch/request.ts';
import type { Briefing } from '../memory/briefing.ts';
import type { BeforeHand } from '../requests.ts';
import type { Launcher } from '../sessions/launcher.ts';
import { waitUntil } from '../wait.ts';
import type { JobBook } from './job-book.ts';

/** The slowest CLI known needs 4 minutes to its first prompt; a question at start-up waits for a person until the job's own deadline. */
const START_TIMEOUT_MS = 300_000;

/**
 * Carries a job from where its record says it stands to its end. The record is written before each step and each step may be
 * repeated, so a job goes on after a restart as if nothing had happened.
 */
export interface JobRunner {
  run(jobId: string): void;
  /** In the transaction of the turn's end. */
  turnEnded(turn: TurnRecord): void;
  turnAccepted(turn: TurnRecord): void;
}

export interface JobRunnerParts {
  readonly book: JobBook;
  readonly house: House;
  readonly briefing: Briefing;
  readonly events: EventLog;
  readonly executables: Executables;
  readonly launcher: Launcher;
  readonly beforeHand: BeforeHand;
  /** A handoff's worker has done its work. */
  readonly dismiss: (terminalId: string) => Promise<void>;
}

export function createJobRunner(deps: EngineDeps, parts: JobRunnerParts): JobRunner {
  const { book, house, events, launcher } = parts;
  const running = new Set<string>();

  async function advance(jobId: string): Promise<void> {
    const job = book.get(jobId);
    if (job === undefined || !isJobOpen(job.state)) return;
    const agent = (job.terminalId && house.get(job.terminalId)) || (await startWorker(job));
    do await untilReady(job.id, agent);
    while (!(await giveTask(jobId, agent)));
    await untilEnded(jobId, agent);
  }

  async function startWorker(job: JobRecord): Promise<Agent> {
    const session = sessionOf(job);
    const parent = job.callerId === null ? undefined : deps.state.terminals.get(job.callerId);
    const prepared = await prepare(deps, parts.executables, { ...(await wanted(job)), parent });
    const record = events.transaction(() => claimTerminal(job, session, prepared));
    return await launcher.start(record, session, prepared);
  }

  /** What is to be started when plugins had their say. Once the worker has its terminal that is settled. */
  async function wanted(job: JobRecord): Promise<Omit<PrepareRequest, 'parent'>> {
    const provider = job.provider === '' ? undefined : job.provider;
    const asked = { agent_profile: job.agentProfile, provider, working_directory: job.workingDirectory };
    const { sessionName, callerId, message, type: origin } = job;
    const request = launchRequest(asked, { origin, sessionName, callerId, message });
    if (job.terminalId !== null || !parts.beforeHand.wants('launch')) return asPrepareRequest(request);
    const launch = await parts.beforeHand.launch(request);
    book.update(job.id, { agentProfile: launch.agent_profile, message: launch.message ?? message });
    return asPrepareRequest(launch);
  }

  /** The worker's id is in the job before the program exists: a crash in between starts the same terminal again. */
  function claimTerminal(job: JobRecord, session: SessionRecord, prepared: Prepared) {
    const known = job.terminalId === null ? undefined : deps.state.terminals.get(job.terminalId);
    if (known) return known;
    const record = launcher.insert(session, prepared, { callerId: job.callerId, role: 'worker' });
    book.update(job.id, { terminalId: record.id, provider: prepared.provider.id, state: 'starting' });
    return record;
  }

  function sessionOf(job: JobRecord): SessionRecord {
    const session = deps.state.sessions.byName(job.sessionName);
    if (session) return session;
    throw new CaoError('not_found', `Session '${job.sessionName}' not found`);
  }

  async function untilReady(jobId: string, agent: Agent): Promise<void> {
    if (book.get(jobId)?.turnId !== null) return;
    const ready = await waitUntil({
      check: () => {
        if (!open(jobId) || agent.disposed || agent.ready) return true;
        if (agent.belief.phase === 'exited') throw new CaoError('worker_failed', agent.status.reason);
        book.ask(jobId, agent.question);
        return undefined;
      },
      subscribe: (changed) => both(agent.onChange(changed), book.onChange(changed)),
      timeoutMs: left(jobId, START_TIMEOUT_MS),
    });
    if (ready === undefined && open(jobId)) {
      throw new CaoError('timeout', `The worker did not become ready: ${agent.status.reason}`);
    }
  }

  /** False when somebody else gave the agent something to do meanwhile. */
  async function giveTask(jobId: string, agent: Agent): Promise<boolean> {
    return agent.typing.run(async () => {
      const job = book.get(jobId);
      if (job === undefined || !isJobOpen(job.state) || job.turnId !== null || agent.disposed) return true;
      const prompt =
        job.type === 'handoff'
          ? handoffPrompt(job.message, job.callerId)
          : assignPrompt(job.message, job.callerId ?? 'user');
      const brief = await parts.briefing.prepare(agent, () => prompt);
      if (!open(job.id) || agent.disposed) return true;
      if (!agent.ready) return false;
      const turn = events.transaction(() => {
        const turn = brief({ origin: job.type, senderId: job.callerId ?? 'user', text: job.message, prompt });
        book.update(job.id, { turnId: turn.id, state: 'running', question: null });
        return turn;
      });
      await typeTurn(agent, turn);
      return true;
    });
  }

  async function untilEnded(jobId: string, agent: Agent): Promise<void> {
    const ended = await waitUntil({
      check: () => {
        if (!open(jobId)) return true;
        if (agent.disposed) throw new CaoError('worker_failed', 'the worker was deleted');
        book.ask(jobId, agent.question);
        return undefined;
      },
      subscribe: (changed) => both(agent.onChange(changed), book.onChange(changed)),
      timeoutMs: left(jobId, Number.POSITIVE_INFINITY),
    });
    if (ended === undefined && open(jobId)) timeOut(jobId);
  }

  function open(jobId: string): boolean {
    const job = book.get(jobId);
    return job !== undefined && isJobOpen(job.state);
  }

  function left(jobId: string, atMost: number): number {
    const deadline = book.get(jobId)?.deadlineAt ?? Number.POSITIVE_INFINITY;
    return Math.max(0, Math.min(atMost, deadline - deps.now()));
  }

  function timeOut(jobId: string): void {
    const job = book.get(jobId);
    const message = `timed out after ${job?.timeout ?? 0} seconds; the worker is still running`;
    book.end(jobId, { state: 'timed_out', error: { code: 'timeout', message } });
  }

  /** A job whose worker never got its task leaves no worker behind; one that was given it is left for a look. */
  async function failed(jobId: string, error: unknown): Promise<void> {
    const code = (error as { code?: ErrorCode }).code;
    const job = book.end(jobId, {
      state: code === 'timeout' ? 'timed_out' : 'failed',
      error: { code: isCode(error) ? error.code : 'internal', message: messageOf(error) },
    });
    if (!job?.terminalId || job.turnId !== null || code === 'timeout') return;
    if (house.get(job.terminalId)) await parts.dismiss(job.terminalId);
    else await launcher.rollBack(job.terminalId);
  }

  return {
    run(jobId) {
      if (running.has(jobId)) return;
      running.add(jobId);
      advance(jobId)
        .catch((error: unknown) => failed(jobId, error))
        .catch((error: unknown) => deps.log.error('a job could not be ended', { job: jobId, error: messageOf(error) }))
        .finally(() => running.delete(jobId));
    },
    turnAccepted(turn) {
      const job = book.openOf(turn.terminalId).find(({ turnId }) => turnId === turn.id);
      if (job?.type === 'assign') book.end(job.id, { state: 'succeeded' });
    },
    turnEnded(turn) {
      const job = book.openOf(turn.terminalId).find(({ turnId }) => turnId === turn.id);
      if (job === undefined) return;
      if (turn.state !== 'completed') {
        book.end(job.id, { state: 'failed', error: { code: 'worker_failed', message: turn.error ?? turn.state } });
        return;
      }
      book.end(job.id, { state: 'succeeded', output: turn.reply ?? '' });
      if (job.type === 'handoff') queueMicrotask(() => void parts.dismiss(turn.terminalId));
    },
  };
}

function isCode(error: unknown): error is { code: ErrorCode } {
  return error instanceof Error && error.name === 'CaoError';
}

function both(a: () => void, b: () => void): () => void {
  return () => {
    a();
    b();
  };
}
