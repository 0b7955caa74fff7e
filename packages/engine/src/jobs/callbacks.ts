import type { JobRecord, State, TurnRecord } from '@cao/state';

/** Tells a caller by its inbox what no tool call of its own is waiting for any more. */
export interface Callbacks {
  /** While somebody waits for this job, its end is no news. */
  await(jobId: string): { stop(): void };
  /** In the transaction that ends the job. */
  readonly jobEnded: (job: JobRecord) => void;
  /** In the transaction of the turn's change: an assigned worker asks, fails or dies, and nobody is listening. */
  readonly turnAsked: (turn: TurnRecord) => void;
  turnEnded(turn: TurnRecord): void;
}

export function createCallbacks(deps: { state: State; notify: (receiverId: string, text: string) => void }): Callbacks {
  const { state } = deps;
  const awaited = new Map<string, number>();

  function notify(receiverId: string | null, text: string): void {
    if (receiverId !== null && state.terminals.get(receiverId)?.lifecycle === 'running') deps.notify(receiverId, text);
  }

  /** The call has its answer already ("assigned", or "the worker asks"), so the end must travel another way. */
  function answered(job: JobRecord): boolean {
    return state.calls.byJob(job.id)?.endedAt != null && !awaited.has(job.id);
  }

  return {
    await(jobId) {
      awaited.set(jobId, (awaited.get(jobId) ?? 0) + 1);
      return {
        stop() {
          const left = (awaited.get(jobId) ?? 1) - 1;
          if (left === 0) awaited.delete(jobId);
          else awaited.set(jobId, left);
        },
      };
    },
    jobEnded(job) {
      if (!answered(job)) return;
      const worker = `${job.agentProfile} in terminal ${job.terminalId ?? '(none)'}`;
      if (job.state === 'succeeded') {
        if (job.type === 'handoff')
          notify(job.callerId, `Your handoff to ${worker} has finished. Its answer:\n\n${job.output ?? ''}`);
        return;
      }
      const why = job.errorMessage ?? job.state;
      notify(job.callerId, `Your ${job.type} to ${worker} failed: ${why}. The task was: ${excerpt(job.message)}`);
    },
    turnAsked(turn) {
      if (turn.origin !== 'assign' || turn.question === null) return;
      const options = turn.question.options.map(({ key, label }) => `${key}. ${label}`).join('\n');
      notify(
        turn.senderId,
        `The worker in terminal ${turn.terminalId} asks and waits:\n\n${turn.question.text}\n${options}\n\nanswer_user_prompt answers it.`,
      );
    },
    turnEnded(turn) {
      if (turn.origin !== 'assign' || turn.state === 'completed' || turn.acceptedAt === null) return;
      const why = turn.error ?? turn.state;
      notify(
        turn.senderId,
        `The worker in terminal ${turn.terminalId} did not finish: ${why}. The task was: ${excerpt(turn.text)}`,
      );
    },
  };
}

function excerpt(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
