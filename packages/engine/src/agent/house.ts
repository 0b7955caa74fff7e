import type { Provider } from '@cao/provider-sdk';
import type { SessionRecord, TerminalRecord } from '@cao/state';
import type { ExitFacts, TerminalEvent } from '@cao/terminal';
import type { EngineDeps } from '../deps.ts';
import type { EventLog } from '../event-log.ts';
import { agentEnv } from '../launch/env.ts';
import { signalFile } from '../launch/plan.ts';
import { Agent } from './agent.ts';
import { createFileSources } from './file-sources.ts';
import { createTurnBook, type TurnBookDeps } from './turn-book.ts';
import { createFileWatcher } from './watch.ts';

/** What of a launch is stored with the terminal. No value of the environment but the plan's own, which holds no secret. */
export interface LaunchFacts {
  readonly planEnv: Record<string, string>;
  readonly version: string | null;
  readonly pid: number | null;
  readonly launchedAt: number;
  readonly advisories: readonly string[];
}

/** All running agents of this server, and how news reaches them. */
export interface House {
  get(id: string): Agent | undefined;
  all(): readonly Agent[];
  /** Gives a terminal its agent: after a start, or again after the server was restarted. */
  adopt(record: TerminalRecord, session: SessionRecord, provider: Provider): Agent;
  evict(id: string): void;
  /** Told after every change of any agent. Returns the way to stop. */
  onChange(listener: (agent: Agent) => void): () => void;
  readonly hear: (event: TerminalEvent) => void;
  viewers(id: string): number;
  close(): void;
}

export interface HouseHooks extends Pick<TurnBookDeps, 'onAccepted' | 'onAsked' | 'onEnded'> {
  readonly onReadyFirst: (agent: Agent) => void;
  /** Inside the transaction that records the exit. */
  readonly onExited: (agent: Agent, reason: string) => void;
}

export function createHouse(deps: EngineDeps, events: EventLog, hooks: HouseHooks): House {
  const agents = new Map<string, Agent>();
  const viewers = new Map<string, number>();
  const listeners = new Set<(agent: Agent) => void>();
  const watcher = createFileWatcher(deps.log);

  function exited(agent: Agent, sessionName: string, exit: ExitFacts, words?: string): void {
    if (agent.belief.phase === 'exited') return;
    const ended = exitReason(agent.provider.title, exit);
    const says = words === undefined ? ended : `${ended}: ${words}`;
    events.transaction(() => {
      agent.observe({ at: deps.now(), source: 'process', rule: 'exit', phase: 'exited', says });
      agent.endTurn({ state: 'lost', error: says });
      hooks.onExited(agent, says);
      deps.state.terminals.update(agent.id, { lifecycle: 'exited', exitCode: exit.code ?? null, exitReason: says });
      events.append({
        type: 'terminal_exited',
        sessionName,
        terminalId: agent.id,
        data: { exit_code: exit.code ?? null, reason: says },
      });
    });
  }

  return {
    get: (id) => agents.get(id),
    all: () => [...agents.values()],
    adopt(record, session, provider) {
      const launch = record.launch as unknown as LaunchFacts;
      const sessionName = session.name;
      const turns = createTurnBook({ ...deps, ...hooks, events, terminalId: record.id, sessionName });
      let published = '';
      const agent = new Agent(
        {
          record,
          provider,
          backend: deps.backend,
          turns,
          now: deps.now,
          log: deps.log,
          transaction: events.transaction,
          learned: (facts) => deps.state.terminals.update(record.id, facts),
          exited: (self, exit, words) => exited(self, sessionName, exit, words),
          believed(self, before) {
            const { belief } = self;
            if (
              before.phase !== belief.phase ||
              before.settling !== belief.settling ||
              before.question !== belief.question
            ) {
              deps.state.terminals.update(record.id, { belief: belief as unknown as Record<string, unknown> });
            }
            if (before.phase === 'starting' && belief.phase === 'ready') hooks.onReadyFirst(self);
            const { status, reason } = self.status;
            const now = `${status}:${self.ready}`;
            if (now === published) return;
            published = now;
            const data = { status, reason, ready: self.ready, question: self.question };
            events.append({ type: 'terminal_status', sessionName, terminalId: record.id, data });
          },
        },
        {
          terminalId: record.id,
          pid: launch.pid ?? undefined,
          cwd: record.workingDirectory,
          home: deps.paths.userHome,
          env: readableEnv(deps, provider, session.env, launch.planEnv),
          version: launch.version ?? undefined,
          conversationId: record.conversationId ?? undefined,
          transcriptPath: record.transcriptPath ?? undefined,
          launchedAt: launch.launchedAt,
        },
      );
      const offsets = { ...record.offsets };
      agent.follow(
        createFileSources({
          provider,
          facts: () => agent.facts,
          signalFile: signalFile(deps, record.id),
          watcher,
          log: deps.log,
          now: deps.now,
          offsets: {
            get: (source) => offsets[source],
            set(source, place) {
              offsets[source] = place;
              deps.state.terminals.update(record.id, { offsets: { ...offsets } });
            },
          },
          apply: (source, reports, commit) =>
            agent.report(reports, { source: 'signal', reply: source === 'signal' ? 'signal' : 'transcript', commit }),
        }),
      );
      agent.onChange(() => {
        for (const listener of listeners) listener(agent);
      });
      agents.set(record.id, agent);
      return agent;
    },
    evict(id) {
      agents.get(id)?.dispose();
      agents.delete(id);
      viewers.delete(id);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hear(event) {
      if (event.type === 'viewers') viewers.set(event.id, event.viewers);
      agents.get(event.id)?.hear(event);
    },
    viewers: (id) => viewers.get(id) ?? 0,
    close() {
      for (const agent of agents.values()) agent.dispose();
      agents.clear();
      watcher.close();
    },
  };
}

/** The environment a provider may look at: put together again, since secrets are not stored. */
function readableEnv(
  deps: EngineDeps,
  provider: Provider,
  forwarded: Record<string, string>,
  plan: Record<string, string>,
): Record<string, string> {
  return agentEnv({
    base: deps.env,
    provider: provider.inheritEnv,
    extra: deps.options.inheritEnv,
    forwarded,
    plan,
    own: {},
  });
}

function exitReason(title: string, exit: ExitFacts): string {
  if (exit.signal !== undefined && exit.signal > 0) return `${title} was killed by signal ${exit.signal}`;
  return `${title} ended with exit code ${exit.code ?? 'unknown'}`;
}
