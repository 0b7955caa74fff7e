import type { Explanation, SessionRow, Terminal, TerminalRow, Turn } from '@cao/contracts';
import type { SessionRecord, State, TerminalRecord, TurnRecord } from '@cao/state';
import type { Agent } from '../agent/agent.ts';
import type { House, LaunchFacts } from '../agent/house.ts';
import { contradictions, toRecord } from '../evidence/belief.ts';

/** Records and live agents as the API shows them. */
export interface Views {
  readonly terminal: (record: TerminalRecord) => Terminal;
  readonly row: (record: TerminalRecord) => TerminalRow;
  readonly session: (record: SessionRecord) => SessionRow;
  explain(record: TerminalRecord): Omit<Explanation, 'screen'>;
}

export function createViews(state: State, house: House): Views {
  const sessionNames = new Map<number, string>();

  function sessionName(id: number): string {
    const known = sessionNames.get(id) ?? state.sessions.byId(id)?.name ?? '';
    sessionNames.set(id, known);
    return known;
  }

  function terminal(record: TerminalRecord): Terminal {
    const agent = house.get(record.id);
    const { status, reason, since, ready } = live(record, agent);
    return {
      id: record.id,
      name: record.name,
      provider: record.provider,
      session_name: sessionName(record.sessionId),
      agent_profile: record.agentProfile,
      allowed_tools: record.allowedTools,
      status,
      last_active: iso(record.lastActive),
      role: record.role,
      caller_id: record.callerId,
      working_directory: record.workingDirectory,
      created_at: iso(record.createdAt),
      status_since: iso(since),
      status_reason: reason,
      ready,
      question: agent?.question ?? null,
      tool_restriction: restriction(record, agent),
      exit_code: record.exitCode,
      exit_reason: record.exitReason,
      pending_messages: state.messages.pendingCount(record.id),
    };
  }

  return {
    terminal,
    row(record) {
      const view = terminal(record);
      return { ...view, tmux_session: view.session_name, tmux_window: view.name };
    },
    session(record) {
      const terminals = state.terminals.listBySession(record.id);
      return {
        id: record.name,
        name: record.name,
        status: terminals.some(({ id }) => house.viewers(id) > 0) ? 'active' : 'detached',
        working_directory: record.workingDirectory,
        agent_profile: terminals[0]?.agentProfile ?? null,
        created_at: iso(record.createdAt),
        terminal_count: terminals.length,
      };
    },
    explain(record) {
      const agent = house.get(record.id);
      const { status, reason, since, ready } = live(record, agent);
      const turn = state.turns.last(record.id);
      return {
        terminal_id: record.id,
        status,
        since: iso(since),
        reason,
        ready,
        phase: agent?.belief.phase ?? (record.lifecycle === 'exited' ? 'exited' : 'starting'),
        question: agent?.question ?? null,
        decided_by: agent ? toRecord(agent.belief.decidedBy, 'decided') : null,
        contradictions: agent ? contradictions(agent.belief).map((claim) => toRecord(claim, 'noted')) : [],
        recent: [...(agent?.history ?? [])],
        turn: turn
          ? { id: turn.id, state: turn.state, origin: turn.origin, submitted_at: iso(turn.submittedAt) }
          : null,
        sources: sources(agent),
      };
    },
  };
}

const WITHOUT_AGENT = {
  creating: ['processing', 'starting: it is being created'],
  running: ['unknown', 'not adopted yet'],
  exited: ['error', 'not adopted yet'],
} as const;

function live(record: TerminalRecord, agent: Agent | undefined) {
  if (agent) return { ...agent.status, since: agent.belief.since, ready: agent.ready };
  const [status, reason] = WITHOUT_AGENT[record.lifecycle];
  return { status, reason: record.exitReason ?? reason, since: record.createdAt, ready: false };
}

function restriction(record: TerminalRecord, agent: Agent | undefined): Terminal['tool_restriction'] {
  if (record.allowedTools.includes('*')) return 'none';
  const launch = record.launch as unknown as Partial<LaunchFacts>;
  if (launch.advisories !== undefined && launch.advisories.length > 0) return 'advisory';
  return agent?.provider.capabilities.toolRestriction ?? 'advisory';
}

function sources(agent: Agent | undefined): Explanation['sources'] {
  if (agent === undefined) return [];
  const files = [...(agent.sources?.lastHeard() ?? [])].map(([name, at]) => ({ name, last_at: iso(at) }));
  const claims = Object.values(agent.belief.claims).map(({ source, at }) => ({ name: source, last_at: iso(at) }));
  return [...claims, ...files.filter(({ name }) => claims.every((claim) => claim.name !== name))];
}

export function turnView(record: TurnRecord): Turn {
  return {
    id: record.id,
    terminal_id: record.terminalId,
    seq: record.seq,
    origin: record.origin,
    sender_id: record.senderId,
    text: record.text,
    state: record.state,
    question: record.question,
    reply: record.reply,
    reply_source: record.replySource,
    error: record.error,
    submitted_at: iso(record.submittedAt),
    accepted_at: isoOrNull(record.acceptedAt),
    ended_at: isoOrNull(record.endedAt),
  };
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}
