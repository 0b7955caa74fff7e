import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { OPERATOR } from '@cao/contracts';
import type { TerminalRecord } from '@cao/state';
import { createHouse, type House } from './agent/house.ts';
import type { EngineDeps } from './deps.ts';
import type { Engine, ProfileUseCases } from './engine.ts';
import { messageOf } from './errors.ts';
import { createEventLog } from './event-log.ts';
import { createFlows } from './flows/flows.ts';
import { createRunBook } from './flows/run-book.ts';
import { createCallbacks } from './jobs/callbacks.ts';
import { createJobBook } from './jobs/job-book.ts';
import { createJobRunner } from './jobs/job-runner.ts';
import { createJobs } from './jobs/jobs.ts';
import { createExecutables } from './launch/executable.ts';
import { createBriefing } from './memory/briefing.ts';
import { createCurator } from './memory/curator.ts';
import { createMemory } from './memory/memory.ts';
import { createMailbox } from './mailbox.ts';
import { createProviders } from './providers.ts';
import { reconcile } from './reconcile.ts';
import { createBeforeHand } from './requests.ts';
import { createLauncher } from './sessions/launcher.ts';
import { createRemover } from './sessions/remover.ts';
import { createSessions } from './sessions/sessions.ts';
import { createTerminals } from './sessions/terminals.ts';
import { createTurns } from './sessions/turns.ts';
import { createViews } from './sessions/views.ts';
import { createTokens } from './tokens.ts';
import { createOperatorTools } from './tools/operator-tools.ts';
import { createPluginTools } from './tools/plugin-tools.ts';
import { createToolHost, type Said } from './tools/tool-host.ts';
import { createTools } from './tools/tools.ts';

/** Puts the engine together. Nothing happens before `start`. */
export function createEngine(deps: EngineDeps): Engine {
  const { state, backend } = deps;
  const events = createEventLog(deps);
  const beforeHand = createBeforeHand(deps.before, events);
  const executables = createExecutables(deps.env);
  const tokens = createTokens({ ...deps, isLive: (id) => state.terminals.get(id) !== undefined });
  const callbacks = createCallbacks({ state, notify: (receiverId, message) => mailbox.notify(receiverId, message) });
  const book = createJobBook({ ...deps, events }, { onEnded: callbacks.jobEnded });
  const house: House = createHouse(deps, events, {
    onAccepted(turn) {
      mailbox.turnAccepted(turn);
      runner.turnAccepted(turn);
    },
    onAsked: callbacks.turnAsked,
    onEnded(turn) {
      mailbox.turnEnded(turn);
      runner.turnEnded(turn);
      callbacks.turnEnded(turn);
      flows.turnEnded(turn);
    },
    onReadyFirst: (agent) => announce(agent.id),
    onExited: (agent, reason) => mailbox.receiverGone(agent.id, reason),
  });
  const memory = createMemory(deps);
  const curator = createCurator({ state, events, house, log: deps.log });
  const briefing = createBriefing({ state, memory, curator, log: deps.log });
  const mailbox = createMailbox(deps, { events, house, briefing, instance: randomUUID() });
  const launcher = createLauncher(deps, { house, events, executables, tokens });
  const views = createViews(state, house);
  const remover = createRemover(deps, { house, events }, { onRemoved: removed });
  const sessions = createSessions(deps, { events, executables, launcher, remover, views, beforeHand });
  const terminals = createTerminals(deps, {
    events,
    house,
    briefing,
    sessions,
    remover,
    executables,
    launcher,
    views,
    beforeHand,
  });
  const turns = createTurns({ state, events });
  const runner = createJobRunner(deps, {
    book,
    house,
    briefing,
    events,
    executables,
    launcher,
    beforeHand,
    dismiss,
  });
  const jobs = createJobs(deps, { book, runner });
  const flows = createFlows(deps, { book: createRunBook({ ...deps, events }), house, events, sessions, views });
  const profiles: ProfileUseCases = {
    list: () => deps.profiles.list(),
    get: async (name) => (await deps.profiles.raw(name)).profile,
    install: (request) => deps.installProfile(request),
  };
  const providers = createProviders(deps, executables);
  const operatorTools = createOperatorTools(deps, {
    sessions,
    terminals,
    mailbox,
    views,
    events,
    house,
    profiles,
    providers,
    beforeHand,
  });
  const tools = createTools(deps, { jobs, mailbox, terminals, turns, house, views, callbacks, memory });

  /** The words that reach the receiver, when others had their say. */
  async function said({ senderId, receiverId, message }: Said): Promise<string> {
    if (!beforeHand.wants('message')) return message;
    const record = state.terminals.get(receiverId);
    const asked = {
      session_name: (record && state.sessions.byId(record.sessionId)?.name) ?? null,
      sender: senderId,
      receiver: receiverId,
      message,
      orchestration_type: senderId === OPERATOR ? null : ('send_message' as const),
    };
    return (await beforeHand.message(asked)).message;
  }

  /** A handoff's worker is done: nobody needs it, but its text is kept. */
  async function dismiss(terminalId: string): Promise<void> {
    const record = state.terminals.get(terminalId);
    if (record === undefined) return;
    try {
      await remover.remove(record, 'its handoff was finished');
    } catch (error) {
      deps.log.error('a finished worker could not be removed', { terminal: terminalId, error: messageOf(error) });
    }
  }

  function removed(record: TerminalRecord, reason: string): void {
    mailbox.receiverGone(record.id, reason);
    flows.terminalRemoved(record, reason);
    for (const job of book.openOf(record.id)) {
      book.end(job.id, { state: 'failed', error: { code: 'worker_failed', message: `the worker is gone: ${reason}` } });
    }
    for (const job of book.open()) {
      if (job.callerId === record.id) {
        book.end(job.id, {
          state: 'cancelled',
          error: { code: 'cancelled', message: 'the terminal that delegated was deleted' },
        });
      }
    }
  }

  /** The terminal's first prompt: what CAO (Python) calls created. */
  function announce(terminalId: string): void {
    const record = state.terminals.get(terminalId);
    const session = record && state.sessions.byId(record.sessionId);
    if (record === undefined || session === undefined || record.readyAt !== null) return;
    state.terminals.update(terminalId, { readyAt: deps.now() });
    const name = session.name;
    if (record.role === 'conductor') {
      events.append({ type: 'post_create_session', sessionName: name, terminalId, data: { session_name: name } });
    }
    const data = { terminal_id: terminalId, agent_name: record.agentProfile, provider: record.provider };
    events.append({ type: 'post_create_terminal', sessionName: name, terminalId, data });
  }

  function lost(record: TerminalRecord, reason: string): void {
    events.transaction(() => {
      for (const turn of state.turns.open(record.id)) {
        const ended = { ...turn, state: 'lost' as const, error: reason, endedAt: deps.now() };
        state.turns.update(turn.id, { state: 'lost', error: reason, endedAt: ended.endedAt });
        mailbox.turnEnded(ended);
        runner.turnEnded(ended);
        flows.turnEnded(ended);
      }
      state.terminals.update(record.id, { lifecycle: 'exited', exitReason: reason });
      mailbox.receiverGone(record.id, reason);
      events.append({
        type: 'terminal_exited',
        sessionName: null,
        terminalId: record.id,
        data: { exit_code: null, reason },
      });
    });
  }

  house.onChange((agent) => mailbox.pump(agent));
  if (deps.onEvent) events.subscribe(deps.onEvent);
  let stopListening: (() => void) | undefined;

  return {
    sessions,
    terminals,
    turns,
    jobs,
    flows,
    tokens,
    events,
    inbox: {
      list: (receiverId, options) => mailbox.list(receiverId, options),
      send: async (words) => mailbox.send({ ...words, message: await said(words) }),
    },
    tools: createToolHost(deps, {
      events,
      tools,
      ...(deps.offers && { others: createPluginTools({ ...deps, offers: deps.offers }) }),
      beforeHand,
      said,
      listed: (id) => house.get(id)?.toolsListed(),
    }),
    operatorTools: createToolHost(deps, { events, tools: operatorTools, beforeHand, said, listed: () => undefined }),
    profiles,
    skills: { get: (name) => deps.skills.get(name) },
    memory: { context: (terminalId) => memory.context(terminalId) },
    providers,
    async start() {
      for (const folder of [deps.paths.signals, deps.paths.scratch, deps.paths.terminalLogs]) {
        await mkdir(folder, { recursive: true, mode: 0o700 });
      }
      stopListening = backend.on(house.hear);
      await reconcile(deps, {
        house,
        book,
        launcher,
        dismiss,
        exited: lost,
        runJob: (id) => runner.run(id),
        pump: (agent) => mailbox.pump(agent),
      });
      events.append({ type: 'server_started', sessionName: null, terminalId: null, data: {} });
      flows.start();
    },
    async stop() {
      events.append({ type: 'server_stopping', sessionName: null, terminalId: null, data: {} });
      stopListening?.();
      flows.stop();
      house.close();
    },
  };
}
