import { dirname } from 'node:path';
import { CaoError, MAX_MESSAGE_BYTES, utf8Length } from '@cao/contracts';
import { flowSessionName, parseGate, render, type FlowFile } from '@cao/flows';
import type { FlowRecord, FlowRunRecord, TerminalRecord, TurnRecord } from '@cao/state';
import type { Agent } from '../agent/agent.ts';
import type { House } from '../agent/house.ts';
import { typeTurn } from '../agent/typing.ts';
import type { EngineDeps } from '../deps.ts';
import { messageOf } from '../errors.ts';
import type { EventLog } from '../event-log.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Views } from '../sessions/views.ts';
import { waitUntil } from '../wait.ts';
import { besideFlow } from './flow-files.ts';
import { createRoom } from './room.ts';
import { failure, type NewRun, type RunBook } from './run-book.ts';
import { runGate } from './run-gate.ts';
import type { Shelf } from './shelf.ts';

/** As long as a job waits for its worker: the slowest CLI known needs 4 minutes to its first prompt. */
const START_TIMEOUT_MS = 300_000;

/** Carries runs from their time to the end of the agent's turn. Each step is written down before the next. */
export interface FlowRunner {
  /** Writes the run, then carries it out: resolves when the session was started or will not be. */
  start(flow: FlowRecord, run: NewRun): Promise<Started>;
  /** After a restart: goes on with what can go on, ends what cannot. */
  resume(): void;
  /** In the transaction of the turn's end. */
  turnEnded(turn: TurnRecord): void;
  /** In the transaction that deletes the terminal. */
  terminalRemoved(record: TerminalRecord, reason: string): void;
  stop(): void;
}

export interface Started {
  readonly run: FlowRunRecord;
  /** What kept the session from being started, hint and all. */
  readonly error?: unknown;
}

export interface FlowRunnerParts {
  readonly book: RunBook;
  readonly shelf: Shelf;
  readonly house: House;
  readonly events: EventLog;
  readonly sessions: Sessions;
  readonly views: Views;
}

export function createFlowRunner(deps: EngineDeps, parts: FlowRunnerParts): FlowRunner {
  const { state } = deps;
  const { book, shelf, house, events, sessions } = parts;
  const room = createRoom(state, parts);
  const stopping = new AbortController();

  /** Up to a started session, whose agent is returned; undefined when it ended before. */
  async function launch(flow: FlowRecord, run: FlowRunRecord): Promise<Agent | undefined> {
    const { record, look } = await shelf.look(flow);
    if ('problem' in look) throw look.error;
    // Before the gate: one that marks what it tells as told must not be asked in vain.
    if (room.busy(record, run)) return undefined;
    const prompt = await promptOf(record, look.file, run);
    if (prompt === undefined || stopping.signal.aborted || room.busy(record, run)) return undefined;
    if (state.flows.byName(record.name) === undefined) throw new CaoError('cancelled', 'the flow was removed');
    await room.clear(record, run);
    const request = {
      agent_profile: look.file.agent_profile,
      session_name: flowSessionName(record.name),
      ...(look.file.provider !== undefined && { provider: look.file.provider }),
      ...(look.file.working_directory !== undefined && {
        working_directory: besideFlow(record.filePath, look.file.working_directory, deps.paths.userHome),
      }),
    };
    const terminal = await sessions.create(request, ({ id }) => {
      book.update(run.id, { sessionName: request.session_name, terminalId: id, prompt });
      book.ran(run);
    });
    return house.get(terminal.id);
  }

  /** Undefined when the gate said no. */
  async function promptOf(flow: FlowRecord, file: FlowFile, run: FlowRunRecord): Promise<string | undefined> {
    let values: Readonly<Record<string, unknown>> = {};
    if (file.script !== undefined) {
      const script = besideFlow(flow.filePath, file.script, deps.paths.userHome);
      const options = { cwd: dirname(flow.filePath), env: deps.env, signal: stopping.signal };
      const answer = parseGate(await runGate(script, options));
      if (!answer.execute) {
        book.end(run.id, { state: 'skipped', reason: answer.reason ?? 'its script said no' });
        return undefined;
      }
      values = answer.output;
    }
    const prompt = render(file.template, values);
    if (utf8Length(prompt) <= MAX_MESSAGE_BYTES) return prompt;
    throw new CaoError('too_large', `The prompt exceeds ${MAX_MESSAGE_BYTES} bytes once its values are in it.`);
  }

  /** The agent gets its prompt. The run ends with that turn. */
  async function give(runId: string, agent: Agent): Promise<void> {
    const ready = await waitUntil({
      check: () => {
        if (!open(runId) || agent.disposed || agent.ready) return true;
        if (agent.belief.phase === 'exited') throw new CaoError('worker_failed', agent.status.reason);
        return undefined;
      },
      subscribe: (changed) => {
        const stops = [agent.onChange(changed), book.onChange(changed)];
        return () => stops.forEach((stop) => stop());
      },
      timeoutMs: START_TIMEOUT_MS,
      signal: stopping.signal,
    });
    if (stopping.signal.aborted || !open(runId)) return;
    if (ready === undefined) throw new CaoError('timeout', `The agent did not become ready: ${agent.status.reason}`);
    await agent.typing.run(async () => {
      const run = book.get(runId);
      if (run === undefined || run.endedAt !== null || run.prompt === null || agent.disposed) return;
      const { flowName, prompt } = run;
      const turn = events.transaction(() => {
        const turn = agent.turns.begin({ origin: 'user', senderId: `flow:${flowName}`, text: prompt, prompt });
        book.update(runId, { turnId: turn.id, prompt: null });
        return turn;
      });
      await typeTurn(agent, turn);
    });
  }

  function open(runId: string): boolean {
    return book.get(runId)?.endedAt === null;
  }

  function failed(runId: string, error: unknown): void {
    // What a server leaves open when it stops, the next one settles.
    if (!stopping.signal.aborted) book.end(runId, failure(error));
  }

  function goOn(runId: string, agent: Agent): void {
    give(runId, agent)
      .catch((error: unknown) => failed(runId, error))
      .catch((error: unknown) => deps.log.error('a run could not be ended', { run: runId, error: messageOf(error) }));
  }

  async function carryOut(flow: FlowRecord, begun: FlowRunRecord): Promise<Started> {
    const now = (): FlowRunRecord => book.get(begun.id) ?? begun;
    try {
      const agent = await launch(flow, begun);
      if (agent !== undefined) goOn(begun.id, agent);
      return { run: now() };
    } catch (error) {
      deps.log.warn('a flow failed', { flow: flow.name, error: messageOf(error) });
      // What was begun of it was taken back.
      if (!stopping.signal.aborted) book.update(begun.id, { sessionName: null });
      failed(begun.id, error);
      return { run: now(), error };
    }
  }

  return {
    start: (flow, request) => carryOut(flow, book.begin(flow, request)),
    resume() {
      for (const run of state.flowRuns.listOpen()) {
        const agent = run.terminalId === null ? undefined : house.get(run.terminalId);
        if (run.turnId !== null) continue;
        if (agent !== undefined && run.prompt !== null) goOn(run.id, agent);
        else if (run.terminalId === null)
          failed(run.id, new CaoError('cancelled', 'the server ended during its script'));
        else failed(run.id, new CaoError('worker_failed', 'the server ended, and its agent before it had the prompt'));
      }
    },
    turnEnded(turn) {
      const run = state.flowRuns.byTerminal(turn.terminalId);
      if (run === undefined || run.turnId !== turn.id) return;
      if (turn.state === 'completed') book.end(run.id, { state: 'completed' });
      else book.end(run.id, failure(new CaoError('worker_failed', turn.error ?? turn.state)));
    },
    terminalRemoved(record, reason) {
      const run = state.flowRuns.byTerminal(record.id);
      if (run !== undefined) book.end(run.id, failure(new CaoError('worker_failed', `its session is gone: ${reason}`)));
    },
    stop: () => stopping.abort(),
  };
}
