import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CaoError } from '@cao/contracts';
import type { SessionRecord, TerminalRecord } from '@cao/state';
import type { Agent } from '../agent/agent.ts';
import type { House, LaunchFacts } from '../agent/house.ts';
import { HOME_SIZE, type EngineDeps } from '../deps.ts';
import { messageOf } from '../errors.ts';
import type { EventLog } from '../event-log.ts';
import { newTerminalId, newTerminalName } from '../ids.ts';
import { planLaunch, signalFile } from '../launch/plan.ts';
import { removePlanFiles, writePlanFiles } from '../launch/plan-files.ts';
import type { Executables } from '../launch/executable.ts';
import type { Prepared } from '../launch/prepare.ts';
import type { Tokens } from '../tokens.ts';
import { createFirstStart } from './first-start.ts';

/** Starts programs in terminals and takes them down again, completely. */
export interface Launcher {
  /** Writes the record; the caller's transaction decides whether it stays. */
  insert(
    session: SessionRecord,
    prepared: Prepared,
    options: { callerId: string | null; role: 'conductor' | 'worker' },
  ): TerminalRecord;
  /**
   * Starts the program of a written record, with the conversation to resume where one is named. May be repeated after a crash:
   * the terminal host starts an id once.
   */
  start(record: TerminalRecord, session: SessionRecord, prepared: Prepared, resume?: string): Promise<Agent>;
  /** A start under way: another of the same CLI may have to be up first. */
  starting(terminalId: string): Promise<Agent> | undefined;
  /** Takes away what `start` left: program, files, record. Never throws. */
  rollBack(terminalId: string): Promise<void>;
}

export function createLauncher(
  deps: EngineDeps,
  parts: { house: House; events: EventLog; executables: Executables; tokens: Tokens },
): Launcher {
  const { state, backend } = deps;
  const firstStart = createFirstStart();
  const starting = new Map<string, Promise<Agent>>();

  async function start(
    record: TerminalRecord,
    session: SessionRecord,
    prepared: Prepared,
    { resume, version }: { resume: string | undefined; version: string | undefined },
  ): Promise<Agent> {
    const { provider, profile, executable } = prepared;
    const { plan, env } = await planLaunch(deps, {
      record,
      sessionName: session.name,
      sessionEnv: session.env,
      provider,
      profile,
      executable,
      version,
      token: parts.tokens.forTerminal(record.id),
      resume,
    });
    await writePlanFiles(plan, join(deps.paths.scratch, record.id));
    // Made before the program starts, so that the watch and the first hook find it.
    await writeFile(signalFile(deps, record.id), '', { flag: 'a', mode: 0o600 });
    const launchedAt = deps.now();
    const argv = nonEmpty(plan.argv);
    const facts = await backend.spawn({
      id: record.id,
      argv,
      cwd: record.workingDirectory,
      env,
      size: HOME_SIZE,
      logPath: join(deps.paths.terminalLogs, `${record.id}.log`),
      labels: { home: deps.paths.home, session: session.name },
    });
    const launch: LaunchFacts = {
      planEnv: { ...plan.env },
      version: version ?? null,
      pid: facts.pid,
      launchedAt,
      advisories: [...(plan.advisories ?? [])],
    };
    const patch = {
      lifecycle: 'running' as const,
      epoch: record.epoch + 1,
      launch: launch as unknown as Record<string, unknown>,
      conversationId: plan.conversationId ?? record.conversationId,
    };
    state.terminals.update(record.id, patch);
    const agent = parts.house.adopt({ ...record, ...patch }, session, provider);
    // What the program did before somebody listened is not told again; it may have drawn its prompt and fallen silent, or ended.
    agent.screen.look();
    const exit = (await backend.get(record.id))?.exit;
    if (exit !== undefined) agent.hear({ type: 'exit', id: record.id, at: exit.at, exit });
    return agent;
  }

  async function startInTurn(
    record: TerminalRecord,
    session: SessionRecord,
    prepared: Prepared,
    resume: string | undefined,
  ): Promise<Agent> {
    const { executable, provider } = prepared;
    const version = await parts.executables.version(provider, executable);
    const launch = { resume, version };
    return firstStart.run(`${provider.id} ${version}`, () => start(record, session, prepared, launch));
  }

  return {
    insert(session, prepared, { callerId, role }) {
      const at = deps.now();
      return state.terminals.insert({
        id: unusedId(deps),
        sessionId: session.id,
        name: newTerminalName(prepared.profile.name.replaceAll('/', '__')),
        provider: prepared.provider.id,
        agentProfile: prepared.profile.name,
        role,
        callerId,
        workingDirectory: prepared.workingDirectory,
        allowedTools: [...prepared.allowedTools],
        toolGrant: [...prepared.toolGrant],
        autoApprove: prepared.autoApprove,
        model: prepared.model ?? null,
        launch: {},
        conversationId: null,
        transcriptPath: null,
        lifecycle: 'creating',
        exitCode: null,
        exitReason: null,
        epoch: 0,
        offsets: {},
        belief: null,
        memoryTurn: null,
        createdAt: at,
        readyAt: null,
        lastActive: at,
        deletedAt: null,
      });
    },
    starting: (terminalId) => starting.get(terminalId),
    async start(record, session, prepared, resume) {
      try {
        const started = startInTurn(record, session, prepared, resume);
        starting.set(record.id, started);
        return await started;
      } catch (error) {
        const code = (error as { code?: unknown }).code;
        if (code === 'host_unavailable' || error instanceof CaoError) throw error;
        throw new CaoError('launch_failed', `${prepared.provider.title} could not be started: ${messageOf(error)}`, {
          cause: error,
        });
      } finally {
        starting.delete(record.id);
      }
    },
    async rollBack(terminalId) {
      const steps: (() => unknown)[] = [
        () => parts.house.evict(terminalId),
        () => backend.remove(terminalId),
        () => removePlanFiles(join(deps.paths.scratch, terminalId)),
        () => rm(signalFile(deps, terminalId), { force: true }),
        () => state.terminals.markDeleted(terminalId, deps.now()),
      ];
      for (const step of steps) {
        try {
          await step();
        } catch (error) {
          deps.log.warn('a step of a roll-back failed', { terminal: terminalId, error: messageOf(error) });
        }
      }
    },
  };
}

function unusedId(deps: EngineDeps): string {
  for (;;) {
    const id = newTerminalId();
    if (deps.state.terminals.find(id) === undefined) return id;
  }
}

function nonEmpty(argv: readonly string[]): readonly [string, ...string[]] {
  const [program, ...rest] = argv;
  if (program === undefined) throw new CaoError('internal', 'the provider planned an empty command');
  return [program, ...rest];
}
