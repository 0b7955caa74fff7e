import type { HookContext, PluginEvent } from '@cao/plugin-sdk';
import { about, type Notice, type NoticeKind } from './notice.ts';
import { createQuestions } from './questions.ts';
import { createReading, type Reading, type SeenTerminal } from './reading.ts';

/** The events that may become a notice. */
export const NOTICE_EVENTS = [
  'needs_input',
  'terminal_status',
  'turn_completed',
  'turn_failed',
  'terminal_exited',
  'job_finished',
  'flow_run_finished',
  'post_send_message',
] as const;
type NoticeEvent = PluginEvent<(typeof NOTICE_EVENTS)[number]>;

export interface Notices {
  /** What an event means to a person; undefined for most. The same event again gives the same again. */
  of(
    event: NoticeEvent,
    context: Pick<HookContext<NoticesOptions>, 'options' | 'api' | 'signal'>,
  ): Promise<Notice | undefined>;
}

/** Those of a plugin that has `noticeOptions`. */
export interface NoticesOptions {
  readonly notify: readonly NoticeKind[];
  readonly max_age_minutes: number;
}

export function createNotices(now: () => number): Notices {
  const questions = createQuestions();

  async function notice(
    event: NoticeEvent,
    kinds: readonly NoticeKind[],
    reading: Reading,
    signal: AbortSignal,
  ): Promise<Notice | undefined> {
    switch (event.type) {
      case 'needs_input':
      case 'terminal_status':
        return kinds.includes('needs_you') ? questions.of(event, reading, signal) : undefined;
      case 'turn_completed':
        return kinds.includes('finished') ? finished(event, reading) : undefined;
      case 'turn_failed':
        return kinds.includes('failed') ? failedTurn(event, reading) : undefined;
      case 'terminal_exited':
        return kinds.includes('failed') ? ended(event, reading) : undefined;
      case 'job_finished':
        return endedJob(event, kinds, reading);
      case 'flow_run_finished':
        return kinds.includes('failed') ? failedFlow(event) : undefined;
      case 'post_send_message':
        return kinds.includes('message') ? message(event, reading) : undefined;
    }
  }

  return {
    async of(event, { options, api, signal }) {
      if (now() - Date.parse(event.at) > options.max_age_minutes * 60_000) return undefined;
      return notice(event, options.notify, createReading(api, signal), signal);
    },
  };
}

async function finished(event: PluginEvent<'turn_completed'>, reading: Reading): Promise<Notice | undefined> {
  const terminal = await terminalOf(event, reading);
  if (terminal === undefined || !isForPerson(event.data.origin, terminal)) return undefined;
  const session = event.session_name === null ? undefined : await reading.session(event.session_name);
  const busy = session?.waits.some((wait) => wait.terminal_id === terminal.id && wait.for !== 'nobody');
  // It goes on as soon as its workers have reported; the turn after that is the end.
  if (busy === true) return undefined;
  const turn = await reading.turn(event.data.turn_id);
  return about(event, terminal, { kind: 'finished', text: turn?.reply ?? '', turnId: event.data.turn_id });
}

async function failedTurn(event: PluginEvent<'turn_failed'>, reading: Reading): Promise<Notice | undefined> {
  // A person stopped it, and knows.
  if (event.data.state === 'interrupted') return undefined;
  const terminal = await terminalOf(event, reading);
  if (terminal === undefined || !isForPerson(event.data.origin, terminal)) return undefined;
  const text = event.data.error ?? `The turn is ${event.data.state}.`;
  const command = `cao terminal explain ${terminal.id}`;
  return about(event, terminal, { kind: 'failed', text, turnId: event.data.turn_id, command });
}

async function ended(event: PluginEvent<'terminal_exited'>, reading: Reading): Promise<Notice | undefined> {
  if (event.data.exit_code === 0) return undefined;
  const terminal = await terminalOf(event, reading);
  if (terminal?.role !== 'conductor') return undefined;
  const command = event.session_name === null ? null : `cao session resume ${event.session_name}`;
  return about(event, terminal, { kind: 'failed', text: event.data.reason, command });
}

/** Of a job that a person ordered; an agent is told of its own. */
async function endedJob(
  event: PluginEvent<'job_finished'>,
  kinds: readonly NoticeKind[],
  reading: Reading,
): Promise<Notice | undefined> {
  const { job_id: id, caller_id: caller, state, worker_id: worker, error } = event.data;
  const kind = state === 'succeeded' ? 'finished' : 'failed';
  if (caller !== null || state === 'cancelled' || !kinds.includes(kind)) return undefined;
  const job = await reading.job(id);
  const who = { agent_profile: job?.agent_profile ?? null, id: worker ?? id };
  const text = kind === 'finished' ? (job?.output ?? '') : (error?.message ?? `The job is ${state}.`);
  return about(event, who, { kind, text, turnId: id });
}

function failedFlow(event: PluginEvent<'flow_run_finished'>): Notice | undefined {
  const { error, flow_name: flow } = event.data;
  if (error === null) return undefined;
  const name = { agent_profile: `flow ${flow}`, id: '' };
  return about(event, name, { kind: 'failed', text: error.message, command: `cao flow history ${flow}` });
}

async function message(event: PluginEvent<'post_send_message'>, reading: Reading): Promise<Notice> {
  const [from, to] = await Promise.all([nameOf(event.data.sender, reading), nameOf(event.data.receiver, reading)]);
  const name = { agent_profile: `${from} to ${to}`, id: event.data.receiver };
  return about(event, name, { kind: 'message', text: event.data.message });
}

/** Its end matters to a person; that of a worker's task is told to whoever gave it. */
function isForPerson(origin: PluginEvent<'turn_completed'>['data']['origin'], terminal: SeenTerminal): boolean {
  return origin === 'user' || origin === 'terminal' || terminal.role === 'conductor';
}

async function terminalOf(event: PluginEvent, reading: Reading): Promise<SeenTerminal | undefined> {
  return event.terminal_id === null ? undefined : reading.terminal(event.terminal_id);
}

async function nameOf(id: string, reading: Reading): Promise<string> {
  if (!/^[a-f0-9]{8}$/.test(id)) return id;
  return (await reading.terminal(id))?.agent_profile ?? id;
}
