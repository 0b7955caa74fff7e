import type { TerminalRecord } from '@cao/state';
import type { TerminalFacts } from '@cao/terminal';
import type { Agent } from './agent/agent.ts';
import type { House } from './agent/house.ts';
import { typeTurn } from './agent/typing.ts';
import type { EngineDeps } from './deps.ts';
import { messageOf } from './errors.ts';
import type { JobBook } from './jobs/job-book.ts';
import type { Launcher } from './sessions/launcher.ts';

export interface ReconcileParts {
  readonly house: House;
  readonly book: JobBook;
  readonly launcher: Launcher;
  readonly runJob: (id: string) => void;
  readonly dismiss: (terminalId: string) => Promise<void>;
  readonly exited: (record: TerminalRecord, reason: string) => void;
  readonly pump: (agent: Agent) => void;
}

/** After a start: compares what the records say with what really runs, and goes on where the last server stopped. */
export async function reconcile(deps: EngineDeps, parts: ReconcileParts): Promise<void> {
  const running = new Map((await deps.backend.list()).map((facts) => [facts.id, facts]));
  const records = deps.state.terminals.listLive();
  await Promise.all(records.map((record) => adopt(deps, parts, record, running.get(record.id))));
  await removeOrphans(deps, running, new Set(records.map(({ id }) => id)));
  await dismissFinished(deps, parts);
  for (const { id } of parts.book.open()) parts.runJob(id);
}

async function adopt(
  deps: EngineDeps,
  parts: ReconcileParts,
  record: TerminalRecord,
  facts: TerminalFacts | undefined,
): Promise<void> {
  try {
    if (record.lifecycle === 'creating') return await settleHalfMade(deps, parts, record);
    if (record.lifecycle === 'exited') return;
    if (facts === undefined) return parts.exited(record, 'the terminal host ended, and the agent with it');
    const session = deps.state.sessions.byId(record.sessionId);
    if (session === undefined) return;
    const agent = parts.house.adopt(record, session, await deps.registry.loadProvider(record.provider));
    await agent.catchUp();
    if (facts.exit) agent.hear({ type: 'exit', id: record.id, at: facts.exit.at, exit: facts.exit });
    else await resumeTyping(agent);
    parts.pump(agent);
  } catch (error) {
    deps.log.error('a terminal could not be adopted', { terminal: record.id, error: messageOf(error) });
  }
}

/** A job starts its worker again under the same id; anything else was a request whose caller has been told of the failure. */
async function settleHalfMade(deps: EngineDeps, parts: ReconcileParts, record: TerminalRecord): Promise<void> {
  if (parts.book.openOf(record.id).length > 0) return;
  await parts.launcher.rollBack(record.id);
  const left = deps.state.terminals.listBySession(record.sessionId);
  if (left.length === 0) deps.state.sessions.markDeleted(record.sessionId, deps.now());
}

/** Whether the text was typed before the crash only the terminal host knows: it types one key once. */
async function resumeTyping(agent: Agent): Promise<void> {
  const turn = agent.turns.open();
  if (turn?.state === 'submitted') await agent.typing.run(() => typeTurn(agent, turn));
}

async function removeOrphans(
  deps: EngineDeps,
  running: ReadonlyMap<string, TerminalFacts>,
  known: ReadonlySet<string>,
): Promise<void> {
  for (const [id, facts] of running) {
    if (known.has(id) || facts.labels['home'] !== deps.paths.home) continue;
    deps.log.warn('a terminal without a record was ended', { terminal: id });
    await deps.backend.remove(id);
  }
}

/** The server died between a handoff's result and the clean-up of its worker. */
async function dismissFinished(deps: EngineDeps, parts: ReconcileParts): Promise<void> {
  for (const record of deps.state.terminals.listLive()) {
    if (record.role !== 'worker' || parts.book.openOf(record.id).length > 0) continue;
    const turn = deps.state.turns.last(record.id);
    if (turn?.origin === 'handoff' && turn.state === 'completed') await parts.dismiss(record.id);
  }
}
