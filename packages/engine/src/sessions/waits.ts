import { isTurnOpen, type Terminal, type Wait } from '@cao/contracts';
import type { JobRecord, State, TurnRecord } from '@cao/state';
import { iso, isoOrNull } from './views.ts';

/** What of a session decides who waits for whom. */
export interface WaitFacts {
  readonly session: string;
  readonly terminals: readonly Terminal[];
  /** Those that have not ended, oldest first. */
  readonly jobs: readonly JobRecord[];
  /** The last task each worker was given by `assign`, and whether it has sent its report. */
  readonly assigned: readonly { readonly turn: TurnRecord; readonly reported: boolean }[];
  /** The last task of workers that have one by `handoff`. */
  readonly handed: readonly TurnRecord[];
  readonly mail: readonly { readonly receiverId: string; readonly senderId: string; readonly since: number }[];
}

export function gatherWaits(state: State, session: string, terminals: readonly Terminal[]): WaitFacts {
  const last = (origin: 'assign' | 'handoff'): TurnRecord[] =>
    terminals.flatMap(({ id }) => state.turns.lastOf(id, origin) ?? []);
  return {
    session,
    terminals,
    jobs: state.jobs.listOpen().filter(({ sessionName }) => sessionName === session),
    assigned: last('assign').map((turn) => ({
      turn,
      reported: state.messages.sentSince(turn.terminalId, turn.senderId, turn.submittedAt),
    })),
    // Whatever came after it is what the worker is at now.
    handed: last('handoff').filter(({ terminalId, id }) => state.turns.last(terminalId)?.id === id),
    mail: terminals.flatMap(({ id, pending_messages: count }) => {
      const [oldest] = count === 0 ? [] : state.messages.list(id, { limit: 1, status: 'pending' });
      return oldest === undefined ? [] : [{ receiverId: id, senderId: oldest.senderId, since: oldest.createdAt }];
    }),
  };
}

/** Who waits for whom, longest first. */
export function waitsOf(facts: WaitFacts): Wait[] {
  const terminals = new Map(facts.terminals.map((terminal) => [terminal.id, terminal]));
  const name = (id: string): string => [terminals.get(id)?.agent_profile, id].filter(Boolean).join(' ');
  const doing = (id: string): string => {
    const terminal = terminals.get(id);
    if (terminal === undefined) return 'is gone';
    return terminal.exit_reason === null ? `is ${terminal.status}` : `has ended: ${terminal.exit_reason}`;
  };
  const send = (text: string, id: string): string => `cao session send ${facts.session} '${text}' --terminal ${id}`;

  function ofJob(job: JobRecord): Wait[] {
    const caller = job.callerId;
    if (caller === null || !terminals.has(caller)) return [];
    const worker = job.terminalId;
    const who = worker === null ? `a new ${job.agentProfile}` : name(worker);
    const does = worker === null ? 'is being created' : doing(worker);
    return [
      wait(caller, job.type === 'handoff' ? 'worker' : 'report', worker, job.createdAt, {
        until: isoOrNull(job.deadlineAt),
        job_id: job.id,
        text: `${name(caller)} waits for ${who} (${job.type}), which ${does}`,
      }),
    ];
  }

  function ofAssignment({ turn, reported }: WaitFacts['assigned'][number]): Wait[] {
    const [worker, caller] = [turn.terminalId, turn.senderId];
    if (reported || !terminals.has(caller) || facts.jobs.some(({ turnId }) => turnId === turn.id)) return [];
    if (isTurnOpen(turn.state)) {
      const text = `${name(caller)} is to get a report from ${name(worker)} (assign), which ${doing(worker)}`;
      return [wait(caller, 'report', worker, turn.submittedAt, { text })];
    }
    const since = turn.endedAt ?? turn.submittedAt;
    const completed = turn.state === 'completed';
    const ended = completed ? 'has finished without a report' : `stopped (${turn.state}) without a report`;
    const text = `${name(worker)} ${ended} to ${name(caller)}, and ${doing(worker)}`;
    if (terminals.get(worker)?.ready !== true) return [wait(caller, 'report', worker, since, { text })];
    const words = completed
      ? `send your results to terminal ${caller}`
      : `continue your work, then send results to terminal ${caller}`;
    return [wait(caller, 'report', worker, since, { text, hint: send(words, worker) })];
  }

  /** The conductor stopped waiting, which stopped nothing else. */
  function ofHandoff(turn: TurnRecord): Wait[] {
    const [worker, caller] = [turn.terminalId, turn.senderId];
    if (!terminals.has(caller) || facts.jobs.some(({ turnId }) => turnId === turn.id)) return [];
    const open = isTurnOpen(turn.state);
    if (!open && turn.state !== 'completed') return [];
    const does = open ? `still works on` : `has finished`;
    return [
      wait(worker, 'nobody', caller, turn.endedAt ?? turn.submittedAt, {
        text: `${name(worker)} ${does} a handoff that ${name(caller)} no longer waits for`,
        hint: open ? null : send(`the answer of your worker ${worker} is there: call wait_for_worker`, caller),
      }),
    ];
  }

  function ofQuestion({ id, status, status_since: since, question }: Terminal): Wait[] {
    if (status !== 'waiting_user_answer') return [];
    const asked = question?.text.split('\n').find((line) => line.trim() !== '');
    return [
      wait(id, 'answer', null, Date.parse(since), {
        text: `${name(id)} asks a person: ${asked?.trim() ?? 'see its screen'}`,
        hint: `cao session answer ${facts.session} ANSWER --terminal ${id}`,
      }),
    ];
  }

  function ofMail({ receiverId, senderId, since }: WaitFacts['mail'][number]): Wait {
    const count = terminals.get(receiverId)?.pending_messages ?? 1;
    const messages = count === 1 ? '1 message waits' : `${count} messages wait`;
    const from = terminals.has(senderId) ? senderId : null;
    return wait(receiverId, 'inbox', from, since, {
      text: `${messages} for ${name(receiverId)}, which ${doing(receiverId)}`,
    });
  }

  return [
    ...facts.jobs.flatMap(ofJob),
    ...facts.assigned.flatMap(ofAssignment),
    ...facts.handed.flatMap(ofHandoff),
    ...facts.terminals.flatMap(ofQuestion),
    ...facts.mail.map(ofMail),
  ].toSorted((a, b) => (a.since < b.since ? -1 : Number(a.since > b.since)));
}

function wait(
  terminal: string,
  what: Wait['for'],
  on: string | null,
  since: number,
  more: Pick<Wait, 'text'> & Partial<Wait>,
): Wait {
  return { terminal_id: terminal, for: what, on, since: iso(since), until: null, job_id: null, hint: null, ...more };
}
