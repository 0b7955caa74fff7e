import {
  CaoError,
  MEMORY_MANAGER,
  Name,
  sessionName,
  type CreateSessionRequest,
  type CreateTerminalRequest,
  type Terminal,
} from '@cao/contracts';
import type { SessionRecord, TerminalRecord } from '@cao/state';
import type { EngineDeps } from '../deps.ts';
import { messageOf } from '../errors.ts';
import type { SessionUseCases } from '../engine.ts';
import type { EventLog } from '../event-log.ts';
import { newSessionName } from '../ids.ts';
import { checkForwarded } from '../launch/env.ts';
import type { Executables } from '../launch/executable.ts';
import { prepare, type Prepared } from '../launch/prepare.ts';
import { asPrepareRequest, launchRequest } from '../launch/request.ts';
import type { BeforeHand } from '../requests.ts';
import { labelsOf } from './labels.ts';
import type { Launcher } from './launcher.ts';
import type { Remover } from './remover.ts';
import type { Views } from './views.ts';
import { gatherWaits, waitsOf } from './waits.ts';

export interface Sessions extends SessionUseCases {
  /** `claimed` is called in the transaction that writes the records of the session and its terminal. */
  create(request: CreateSessionRequest, claimed?: (record: TerminalRecord) => void): Promise<Terminal>;
  /** A further terminal in a live session. */
  addTerminal(name: string, request: CreateTerminalRequest): Promise<Terminal>;
  require(name: string): SessionRecord;
  /** The session ends with its last terminal. */
  endIfEmpty(sessionId: number): void;
}

export interface SessionParts {
  readonly events: EventLog;
  readonly executables: Executables;
  readonly launcher: Launcher;
  readonly remover: Remover;
  readonly views: Views;
  readonly beforeHand: BeforeHand;
}

export function createSessions(deps: EngineDeps, parts: SessionParts): Sessions {
  const { state } = deps;
  const { events, executables, launcher, remover, views, beforeHand } = parts;

  function required(name: string): SessionRecord {
    const session = state.sessions.byName(name);
    if (session) return session;
    throw new CaoError('not_found', `Session '${name}' not found`, { hint: 'See: cao session list' });
  }

  function end(session: SessionRecord): void {
    events.transaction(() => {
      state.sessions.markDeleted(session.id, deps.now());
      events.append({
        type: 'post_kill_session',
        sessionName: session.name,
        terminalId: null,
        data: { session_name: session.name },
      });
    });
  }

  function parentOf(callerId: string | undefined): TerminalRecord | undefined {
    if (callerId === undefined) return undefined;
    const parent = state.terminals.get(callerId);
    if (parent === undefined) throw new CaoError('not_found', `Terminal '${callerId}' not found`);
    return parent;
  }

  /** Beside the conductor, on the same CLI. A session without it is a whole one, so nobody waits for it and a failure is only told. */
  async function addMemoryManager(session: SessionRecord, conductor: Prepared): Promise<void> {
    const prepared = await prepare(deps, executables, {
      agentProfile: MEMORY_MANAGER,
      provider: conductor.provider.id,
      workingDirectory: conductor.workingDirectory,
    });
    if (state.sessions.byName(session.name)?.id !== session.id) return;
    const record = launcher.insert(session, prepared, { callerId: null, role: 'worker' });
    try {
      await launcher.start(record, session, prepared);
    } catch (error) {
      await launcher.rollBack(record.id);
      throw error;
    }
  }

  return {
    require: required,
    async create(request, claimed) {
      if (request.memory_manager === true && deps.memory === undefined) {
        throw new CaoError('conflict', 'The memory is switched off, so there is nothing for a memory manager to do.', {
          hint: 'Set memory.enabled to true in settings.json and restart cao-server, or leave --memory out.',
        });
      }
      const name = checkedName(request.session_name);
      checkForwarded(request.env_vars ?? {});
      const launch = await beforeHand.launch(launchRequest(request, { origin: 'session', sessionName: name }));
      const prepared = await prepare(deps, executables, asPrepareRequest(launch));
      const { session, record } = events.transaction(() => {
        if (state.sessions.byName(name)) throw new CaoError('conflict', `Session '${name}' already exists`);
        const session = state.sessions.insert({
          name,
          workingDirectory: prepared.workingDirectory,
          env: request.env_vars ?? {},
          createdAt: deps.now(),
        });
        const record = launcher.insert(session, prepared, { callerId: null, role: 'conductor' });
        claimed?.(record);
        return { session, record };
      });
      try {
        await launcher.start(record, session, prepared);
      } catch (error) {
        await launcher.rollBack(record.id);
        state.sessions.markDeleted(session.id, deps.now());
        throw error;
      }
      if (request.memory_manager === true) {
        addMemoryManager(session, prepared).catch((error: unknown) =>
          deps.log.warn('the memory manager could not be started', { session: name, error: messageOf(error) }),
        );
      }
      return views.terminal(state.terminals.get(record.id) ?? record);
    },
    async addTerminal(name, request) {
      const session = required(name);
      checkForwarded(request.env_vars ?? {});
      const parent = parentOf(request.caller_id);
      const about = { origin: 'terminal', sessionName: name, callerId: parent?.id } as const;
      const launch = await beforeHand.launch(launchRequest(request, about));
      const prepared = await prepare(deps, executables, { ...asPrepareRequest(launch), parent });
      const record = launcher.insert(session, prepared, { callerId: parent?.id ?? null, role: 'worker' });
      try {
        await launcher.start(record, { ...session, env: { ...session.env, ...request.env_vars } }, prepared);
      } catch (error) {
        await launcher.rollBack(record.id);
        throw error;
      }
      return views.terminal(state.terminals.get(record.id) ?? record);
    },
    list: () => state.sessions.list().map(views.session),
    get(name) {
      const session = required(name);
      const terminals = state.terminals.listBySession(session.id).map(views.row);
      const waits = waitsOf(gatherWaits(state, name, terminals));
      return { session: views.session(session), terminals, labels: labelsOf(session.env), waits };
    },
    async remove(name) {
      const session = required(name);
      const [conductor, ...workers] = state.terminals.listBySession(session.id);
      const remove = (record: TerminalRecord) => remover.remove(record, 'the session was shut down');
      // The conductor last: it may still be told about its workers.
      const errors = (await Promise.all(workers.map(remove))).flat();
      if (conductor) errors.push(...(await remove(conductor)));
      end(session);
      return { success: errors.length === 0, deleted: [name], errors };
    },
    endIfEmpty(sessionId) {
      const session = state.sessions.byId(sessionId);
      if (session && session.deletedAt === null && state.terminals.listBySession(sessionId).length === 0) end(session);
    },
  };
}

function checkedName(given: string | undefined): string {
  const name = given === undefined ? newSessionName() : sessionName(given);
  if (Name.safeParse(name).success) return name;
  throw new CaoError('invalid_input', `Invalid session_name: ${JSON.stringify(name)}`, {
    hint: 'Letters, digits, _ and -, at most 64 with the cao- prefix.',
  });
}
