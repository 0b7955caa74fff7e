import { access, constants, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CaoError, type CreateFlowRequest, type Flow } from '@cao/contracts';
import { checkSchedule, formatFlow, parseFlow, type FlowFile } from '@cao/flows';
import type { FlowRecord } from '@cao/state';
import type { EngineDeps } from '../deps.ts';
import type { FlowUseCases } from '../engine.ts';
import { messageOf } from '../errors.ts';
import { besideFlow, readFlowFile, writeNewFile } from './flow-files.ts';
import type { RunBook } from './run-book.ts';
import { createFlowRunner, type FlowRunner, type FlowRunnerParts } from './runner.ts';
import { createScheduler, LONGEST_TIMER_MS } from './scheduler.ts';
import { columnsOf, createShelf, following } from './shelf.ts';
import { flowView, runView } from './views.ts';

/** A time that is over by more than the scheduler's own lateness was missed: no server ran, or the machine slept. */
const MISSED_MS = 2 * LONGEST_TIMER_MS;

export interface Flows extends FlowUseCases {
  /** Goes on with what was under way, then runs what was missed. */
  start(): void;
  stop(): void;
  readonly turnEnded: FlowRunner['turnEnded'];
  readonly terminalRemoved: FlowRunner['terminalRemoved'];
}

export type FlowParts = Omit<FlowRunnerParts, 'shelf'> & { readonly book: RunBook };

export function createFlows(deps: EngineDeps, parts: FlowParts): Flows {
  const { state, now, log } = deps;
  const { book, events } = parts;
  const shelf = createShelf(deps, { onRescheduled: () => scheduler.arm() });
  const runner = createFlowRunner(deps, { ...parts, shelf });
  const scheduler = createScheduler({ now, next: () => state.flows.nextRunAt(), due: runDue });
  let stopListening: (() => void) | undefined;

  /** Each on its own: a slow one delays nobody, a broken one stops nobody. */
  function runDue(): void {
    const told = (error: unknown): void => log.error('flows could not be run', { error: messageOf(error) });
    try {
      for (const flow of state.flows.due(now())) runOne(flow)?.catch(told);
    } catch (error) {
      told(error);
    }
  }

  function runOne(flow: FlowRecord): Promise<unknown> | undefined {
    const dueAt = flow.nextRunAt ?? now();
    const claim = { trigger: 'schedule' as const, dueAt, nextRunAt: followingOf(flow) };
    if (flow.missed === 'run' || now() - dueAt <= MISSED_MS) return runner.start(flow, claim);
    const reason = 'it was missed: no server ran, or the machine slept';
    events.transaction(() => book.end(book.begin(flow, claim).id, { state: 'skipped', reason }));
    return undefined;
  }

  /** A schedule that was fine once, as when a time zone has gone from the system, is never due again. */
  function followingOf(flow: FlowRecord): number | null {
    try {
      return following(flow, now());
    } catch (error) {
      log.error('a flow cannot be scheduled any more', { flow: flow.name, error: messageOf(error) });
      return null;
    }
  }

  function required(name: string): FlowRecord {
    const flow = state.flows.byName(name);
    if (flow) return flow;
    throw new CaoError('not_found', `Flow '${name}' not found`, { hint: 'See: cao flow list' });
  }

  async function view(flow: FlowRecord): Promise<Flow> {
    const { record, look } = await shelf.look(flow);
    return flowView(record, look);
  }

  function insert(file: FlowFile, place: { filePath: string; ownsFile: boolean }): Flow {
    const columns = columnsOf(file);
    const record = state.flows.insert({
      name: file.name,
      ...place,
      ...columns,
      enabled: true,
      lastRunAt: null,
      nextRunAt: following(columns, now()),
      createdAt: now(),
    });
    shelf.watch(record);
    scheduler.arm();
    return flowView(record, { file });
  }

  function checkNew(file: FlowFile): void {
    checkSchedule({ cron: file.schedule, timeZone: file.time_zone }, now());
    if (state.flows.byName(file.name) === undefined) return;
    throw new CaoError('conflict', `Flow '${file.name}' already exists`, {
      hint: `Choose another name, or remove the existing one first: cao flow remove ${file.name}`,
    });
  }

  return {
    list: () => Promise.all(state.flows.list().map(view)),
    get: async (name) => view(required(name)),
    async create(request: CreateFlowRequest) {
      const text = formatFlow(request);
      const filePath = join(deps.paths.home, 'flows', `${request.name}.flow.md`);
      const file = parseFlow(text, filePath);
      checkNew(file);
      await writeNewFile(filePath, text);
      try {
        return insert(file, { filePath, ownsFile: true });
      } catch (error) {
        await rm(filePath, { force: true });
        throw error;
      }
    },
    async add(path) {
      const filePath = resolve(deps.paths.defaultDirectory, path);
      const file = await readFlowFile(filePath);
      checkNew(file);
      if (file.script !== undefined) await checkScript(besideFlow(filePath, file.script, deps.paths.userHome));
      return insert(file, { filePath, ownsFile: false });
    },
    async remove(name) {
      const flow = required(name);
      state.flows.remove(flow.id);
      shelf.unwatch(name);
      scheduler.arm();
      if (flow.ownsFile) await rm(flow.filePath, { force: true });
    },
    async enable(name) {
      const { record } = await shelf.look(required(name));
      state.flows.update(record.id, { enabled: true, nextRunAt: following(record, now()) });
      shelf.watch(record);
      scheduler.arm();
    },
    disable(name) {
      state.flows.update(required(name).id, { enabled: false, nextRunAt: null });
      scheduler.arm();
    },
    async run(name) {
      const { run, error } = await runner.start(required(name), { trigger: 'manual', dueAt: now() });
      if (error !== undefined) throw error;
      return { executed: run.state !== 'skipped' && run.state !== 'busy', run: runView(run) };
    },
    runs(name, limit) {
      const runs = state.flowRuns.list(name, limit);
      if (runs.length === 0) required(name);
      return runs.map(runView);
    },
    start() {
      runner.resume();
      // Not inside the event: what a run tells would overtake it.
      stopListening = events.subscribe(() => queueMicrotask(() => scheduler.look()));
      // Edited while no server ran: the new schedule counts. Nobody's start waits for these files.
      Promise.all(state.flows.list().map((flow) => shelf.look(flow)))
        .then(() => {
          if (stopListening === undefined) return;
          for (const flow of state.flows.list()) shelf.watch(flow);
          scheduler.arm();
        })
        .catch((error: unknown) => log.error('flows could not be scheduled', { error: messageOf(error) }));
    },
    stop() {
      stopListening?.();
      stopListening = undefined;
      scheduler.stop();
      runner.stop();
      shelf.close();
    },
    turnEnded: (turn) => runner.turnEnded(turn),
    terminalRemoved: (record, reason) => runner.terminalRemoved(record, reason),
  };
}

/** At its time nobody would be there to read it. */
async function checkScript(path: string): Promise<void> {
  try {
    await access(path, constants.X_OK);
  } catch (error) {
    throw new CaoError('invalid_input', `The script cannot be run: ${messageOf(error)}`, {
      hint: `It must exist and be executable: chmod +x '${path}'`,
    });
  }
}
