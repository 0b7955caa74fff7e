import { z } from 'zod';
import { CaoError, HANDOFF_TIMEOUT, MEMORY_MANAGER, isJobOpen, isTurnOpen, type Question } from '@cao/contracts';
import type { CallRecord, JobRecord, TerminalRecord } from '@cao/state';
import type { House } from '../agent/house.ts';
import type { EngineDeps } from '../deps.ts';
import type { TerminalUseCases, TurnUseCases } from '../engine.ts';
import type { Callbacks } from '../jobs/callbacks.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Mailbox } from '../mailbox.ts';
import type { Memory } from '../memory/memory.ts';
import type { Views } from '../sessions/views.ts';
import { createMemoryTools } from './memory-tools.ts';
import { PROGRESS_MS } from './progress.ts';
import type { Said, Tool, ToolTable } from './tool-host.ts';

/** From this many terminals on, a conductor is reminded to clean up. */
const MANY_TERMINALS = 10;

export interface ToolParts {
  readonly jobs: Jobs;
  readonly mailbox: Mailbox;
  readonly terminals: TerminalUseCases;
  readonly turns: TurnUseCases;
  readonly house: House;
  readonly views: Views;
  readonly callbacks: Callbacks;
  readonly memory: Memory;
}

const Delegate = z.object({
  agent_profile: z.string(),
  message: z.string(),
  timeout: z.number().optional(),
  working_directory: z.string().nullish(),
});
const Send = z.object({ message: z.string(), receiver_id: z.string().nullish() });
const Target = z.object({ terminal_id: z.string() });
const Wait = Target.extend({ timeout: z.number().optional() });
const Answer = Target.extend({ answer: z.string() });
const Named = z.object({ name: z.string() });

/** The tools an agent has. Their descriptions and bounds are the MCP package's; here is what they do. */
export function createTools(deps: EngineDeps, parts: ToolParts): ToolTable {
  const { state } = deps;
  const { jobs, mailbox, terminals, turns, house, views, callbacks } = parts;

  function caller(call: CallRecord): TerminalRecord {
    const record = state.terminals.get(call.terminalId);
    if (record) return record;
    throw new CaoError('not_found', 'The calling terminal was deleted.');
  }

  /** An agent acts inside its own session only. */
  function colleague(call: CallRecord, terminalId: string): TerminalRecord {
    const record = state.terminals.get(terminalId);
    if (record && record.sessionId === caller(call).sessionId) return record;
    throw new CaoError('not_found', `Terminal '${terminalId}' not found in your session.`, {
      hint: 'list_workers shows the ids.',
    });
  }

  function worker(call: CallRecord, terminalId: string): TerminalRecord {
    const record = colleague(call, terminalId);
    if (record.id !== call.terminalId && record.role === 'worker') return record;
    throw new CaoError('forbidden', 'This tool is for workers, not for yourself or the conductor.');
  }

  function delegate(type: 'handoff' | 'assign', call: CallRecord): string {
    const args = Delegate.parse(call.args);
    const directory = deps.options.workingDirectoryParameter ? (args.working_directory ?? undefined) : undefined;
    return jobs.begin({
      type,
      caller: caller(call),
      agentProfile: args.agent_profile,
      message: args.message,
      timeout: args.timeout,
      workingDirectory: directory,
    }).id;
  }

  function nudge(call: CallRecord): string {
    const record = state.terminals.get(call.terminalId);
    const count = record ? state.terminals.listBySession(record.sessionId).length : 0;
    return count < MANY_TERMINALS
      ? ''
      : ` Your session has ${count} terminals; delete_terminal ends those you no longer need.`;
  }

  async function withProgress<T>(jobId: string, progress: (text: string) => void, work: Promise<T>): Promise<T> {
    const started = deps.now();
    const tell = () => {
      const job = state.jobs.get(jobId);
      const agent = job?.terminalId ? house.get(job.terminalId) : undefined;
      const what = agent ? `terminal ${agent.id} ${agent.status.status}` : 'worker is being created';
      progress(`${job?.agentProfile ?? 'worker'}: ${what}, ${Math.round((deps.now() - started) / 1000)} s`);
    };
    tell();
    const timer = setInterval(tell, PROGRESS_MS);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }

  async function handoffResult(jobId: string, call: CallRecord, progress: (text: string) => void) {
    jobs.run(jobId);
    const job = await withProgress(jobId, progress, jobs.settled(jobId, { timeoutMs: Number.POSITIVE_INFINITY }));
    return delegated(job, nudge(call), deps.now());
  }

  const handoff: Tool = {
    begin: (call) => ({ jobId: delegate('handoff', call) }),
    run: async (call, progress) => handoffResult(jobIdOf(call), call, progress),
  };

  const assign: Tool = {
    begin: (call) => ({ jobId: delegate('assign', call) }),
    async run(call) {
      const jobId = jobIdOf(call);
      jobs.run(jobId);
      const job = await jobs.created(jobId);
      if (job.terminalId === null || job.state === 'failed') {
        return { success: false, message: `Assign failed: ${job.errorMessage ?? job.state}`, terminal_id: null };
      }
      const message =
        `Assigned to ${job.agentProfile} in terminal ${job.terminalId}. Its result will arrive as your next input; do not wait or poll.` +
        ` Call delete_terminal when you no longer need it.${nudge(call)}`;
      return { success: true, message, terminal_id: job.terminalId };
    },
  };

  function said(call: CallRecord): Said {
    const args = Send.parse(call.args);
    const receiverId = args.receiver_id ?? caller(call).callerId;
    if (receiverId === null) {
      throw new CaoError('invalid_input', 'Nobody delegated to you, so there is no default receiver.', {
        hint: 'Give receiver_id.',
      });
    }
    colleague(call, receiverId);
    return { senderId: call.terminalId, receiverId, message: args.message };
  }

  const sendMessage: Tool = {
    says: said,
    begin(call) {
      const message = mailbox.send(said(call));
      const { id: message_id, sender_id, receiver_id, created_at } = message;
      return { result: { success: true, message_id, sender_id, receiver_id, created_at } };
    },
  };

  const deleteTerminal: Tool = {
    async run(call) {
      const { terminal_id } = Target.parse(call.args);
      worker(call, terminal_id);
      await terminals.remove(terminal_id);
      return { success: true, message: `Terminal ${terminal_id} was deleted.` };
    },
  };

  const listWorkers: Tool = {
    async run(call) {
      const self = caller(call);
      const workers = state.terminals
        .listBySession(self.sessionId)
        .filter(
          (record) => record.id !== self.id && record.role === 'worker' && record.agentProfile !== MEMORY_MANAGER,
        );
      return { success: true, workers: workers.map((record) => workerView(views.terminal(record))) };
    },
  };

  const waitForWorker: Tool = {
    async run(call, progress) {
      const args = Wait.parse(call.args);
      const record = worker(call, args.terminal_id);
      const timeoutMs = (args.timeout ?? HANDOFF_TIMEOUT.default) * 1000 - (deps.now() - call.createdAt);
      const job = state.jobs.openByTerminal(record.id).at(-1);
      if (job?.type === 'handoff') {
        const waiting = callbacks.await(job.id);
        try {
          return delegated(await withProgress(job.id, progress, jobs.settled(job.id, { timeoutMs })), '', deps.now());
        } finally {
          waiting.stop();
        }
      }
      const turn = state.turns.last(record.id);
      if (turn === undefined)
        return {
          success: false,
          message: 'This worker has not been given anything yet.',
          terminal_id: record.id,
          output: null,
        };
      const ended = isTurnOpen(turn.state) ? await turns.wait(turn.id, { timeoutMs }) : turn;
      const question = 'terminal_id' in ended ? ended.question : null;
      if (ended.state === 'needs_input') return asks(record.id, question);
      const done = ended.state === 'completed';
      return {
        success: done,
        message: done ? 'The worker has finished.' : `The worker is at: ${ended.state}. ${ended.error ?? ''}`,
        output: ended.reply,
        terminal_id: record.id,
      };
    },
  };

  const answerUserPrompt: Tool = {
    async run(call) {
      const args = Answer.parse(call.args);
      await terminals.answer(worker(call, args.terminal_id).id, args.answer);
      return {
        success: true,
        message: 'Answered. Call wait_for_worker for the result of a handoff; an assigned worker reports by itself.',
      };
    },
  };

  const loadSkill: Tool = { run: async (call) => (await deps.skills.get(Named.parse(call.args).name)).content };

  return {
    handoff,
    assign,
    send_message: sendMessage,
    delete_terminal: deleteTerminal,
    load_skill: loadSkill,
    list_workers: listWorkers,
    wait_for_worker: waitForWorker,
    answer_user_prompt: answerUserPrompt,
    ...createMemoryTools(parts.memory, caller),
  };
}

function jobIdOf(call: CallRecord): string {
  if (call.jobId !== null) return call.jobId;
  throw new CaoError('internal', 'the call has no job');
}

function delegated(job: JobRecord, nudge: string, now: number): Record<string, unknown> {
  const terminal_id = job.terminalId;
  if (job.state === 'succeeded') {
    const seconds = Math.round(((job.endedAt ?? now) - job.createdAt) / 1000);
    return {
      success: true,
      message: `${job.agentProfile} (${job.provider}) finished in ${seconds} s.${nudge}`,
      output: job.output,
      terminal_id,
    };
  }
  if (job.state === 'needs_input' && terminal_id !== null) return asks(terminal_id, job.question);
  const message = isJobOpen(job.state)
    ? 'The worker is still running.'
    : `Handoff failed: ${job.errorMessage ?? job.state}.`;
  return {
    success: false,
    message,
    output: null,
    terminal_id,
    ...(job.errorCode === null ? {} : { code: job.errorCode }),
  };
}

function asks(terminalId: string, question: Question | null): Record<string, unknown> {
  return {
    success: false,
    needs_input: true,
    message:
      'The worker asks a question and waits. Answer with answer_user_prompt if you may decide this, then call wait_for_worker. ' +
      'Otherwise end your turn: once a person has answered, the result reaches you as your next input.',
    question,
    output: null,
    terminal_id: terminalId,
  };
}

function workerView(terminal: ReturnType<Views['terminal']>): Record<string, unknown> {
  const { id, agent_profile, provider, status, status_reason, status_since, question } = terminal;
  return { terminal_id: id, agent_profile, provider, status, reason: status_reason, since: status_since, question };
}
