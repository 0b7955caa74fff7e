import type { CaoEvent, Job, SessionDetail, TerminalRow, Turn } from '@cao/contracts';

/** One agent of the session, also after it left. */
export interface Member {
  readonly id: string;
  readonly profile: string;
  readonly role: TerminalRow['role'];
  readonly callerId: string | null;
  readonly status: TerminalRow['status'];
  readonly reason: string;
  readonly question: TerminalRow['question'];
  readonly pendingMessages: number;
  readonly exited: boolean;
  readonly gone: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** How the delegation ended that made it, if it did and it has. */
  readonly outcome: { readonly ok: boolean; readonly text: string } | undefined;
}

/** Everything known about the session at one moment. */
export interface Snapshot {
  readonly detail: SessionDetail;
  readonly jobs: readonly Job[];
  /** Last turn of the conductor. */
  readonly turn: Turn | undefined;
}

/** The team after this look: those who left stay, as they were last. */
export function updateTeam(before: readonly Member[], { detail, jobs }: Snapshot): readonly Member[] {
  const present = detail.terminals.map((row): Member => {
    const job = jobs.find(({ terminal_id: id }) => id === row.id);
    return {
      id: row.id,
      profile: row.agent_profile ?? 'agent',
      role: row.role,
      callerId: row.caller_id,
      status: row.status,
      reason: row.status_reason,
      question: row.question,
      pendingMessages: row.pending_messages,
      exited: row.exit_reason !== null,
      gone: false,
      createdAt: Date.parse(row.created_at),
      outcome: outcomeOf(job),
    };
  });
  const left = before
    .filter(({ id }) => present.every((member) => member.id !== id))
    .map((member) => ({
      ...member,
      gone: true,
      outcome: outcomeOf(jobs.find((job) => job.terminal_id === member.id)),
    }));
  return [...left, ...present].sort((a, b) => a.createdAt - b.createdAt);
}

/** An assignment that was taken is no result yet: the worker reports by message. */
function outcomeOf(job: Job | undefined): Member['outcome'] {
  if (job === undefined || job.ended_at === null) return undefined;
  if (job.state !== 'succeeded') return { ok: false, text: job.error?.message ?? job.state };
  return job.type === 'handoff' ? { ok: true, text: job.output ?? '' } : undefined;
}

/** Nothing moves any more: nobody works, asks, or has mail, and no delegation is open. */
export function isQuiet({ detail, jobs, turn }: Snapshot): boolean {
  const turnEnded = turn !== undefined && turn.ended_at !== null;
  const jobsEnded = jobs.every((job) => job.ended_at !== null);
  const settled = detail.terminals.every(
    (row) => row.exit_reason !== null || (row.ready && row.pending_messages === 0 && row.status !== 'processing'),
  );
  return turnEnded && jobsEnded && settled;
}

/** Why the work cannot succeed any more; undefined while it can. */
export function failureOf({ detail, turn }: Snapshot): string | undefined {
  const conductor = detail.terminals.find(({ role }) => role === 'conductor');
  if (conductor === undefined) return 'the conductor is gone';
  if (conductor.exit_reason !== null) return `the conductor ended: ${conductor.status_reason}`;
  if (turn !== undefined && ['failed', 'interrupted', 'lost'].includes(turn.state)) {
    return `the conductor's turn ended as ${turn.state}: ${turn.error ?? 'no reason given'}`;
  }
  return undefined;
}

/** The first delegation that failed. The conductor heard of it and may have found another way. */
export function failedJob({ jobs }: Snapshot): string | undefined {
  const job = jobs.find(({ state }) => state === 'failed' || state === 'timed_out' || state === 'cancelled');
  return job && `${job.type} to ${job.agent_profile} ${job.state}: ${job.error?.message ?? 'no reason given'}`;
}

/** One line for a reader of the log; undefined for events that say nothing new. */
export function eventLine(event: CaoEvent, team: readonly Member[]): string | undefined {
  const name = (id: unknown): string => {
    const member = team.find((one) => one.id === id);
    return member === undefined ? text(id) : `${member.profile} ${member.id}`;
  };
  const { data } = event;
  const who = name(event.terminal_id);
  switch (event.type) {
    case 'post_create_terminal':
      return `${who} is ready`;
    case 'job_started':
      return `${who} ${data['type'] === 'handoff' ? 'hands off to' : 'assigns to'} ${text(data['agent_profile'])}`;
    case 'job_finished':
      if (data['state'] !== 'succeeded')
        return `${text(data['type'])} to ${name(data['worker_id'])}: ${text(data['state'])}`;
      return data['type'] === 'handoff' ? `${who} has the answer of ${name(data['worker_id'])}` : undefined;
    case 'turn_started':
      return `${who} works (${text(data['origin'])})`;
    case 'turn_completed':
      return `${who} has finished its turn`;
    case 'turn_failed':
      return `${who} failed: ${text(data['error'])}`;
    case 'needs_input':
      return `${who} asks a question`;
    case 'message_queued':
      return `${name(data['sender'])} reports to ${name(data['receiver'])}`;
    case 'message_failed':
      return `message ${text(data['message_id'])} was not delivered: ${text(data['reason'])}`;
    case 'terminal_exited':
      return `${who} ended`;
    case 'post_kill_terminal':
      return `${who} has left`;
    default:
      return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '-';
}
