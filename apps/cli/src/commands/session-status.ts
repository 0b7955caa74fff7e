import type { CaoClient } from '@cao/client';
import type { TerminalRow, Wait } from '@cao/contracts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { printable } from '../errors.ts';
import { questionText } from '../question.ts';
import { findTerminal } from '../target.ts';
import { duration, firstLines, json, localTime, table } from '../text.ts';

const RESPONSE_LINES = 20;

export const sessionStatus = defineCommand({
  description:
    "Shows a session's conductor (or one terminal), why it has its status, who waits for whom and since when, and its last response.",
  arguments: [{ name: 'SESSION', help: 'session name, as cao-my-task', complete: 'session' }],
  options: {
    terminal: { type: 'text', value: 'ID', help: 'show this terminal instead of the conductor', complete: 'terminal' },
    workers: { type: 'flag', help: 'also list the workers' },
    json: { type: 'flag', help: 'print JSON, the last response in full' },
  },
  examples: [
    { command: 'cao session status cao-my-task' },
    { command: 'cao session status cao-my-task --workers' },
    { command: 'cao session status cao-my-task --json', note: 'terminal ids for scripts' },
  ],
  async run({ args: [name], options }, io) {
    const client = await connect(io);
    const { session, target, terminals, waits: all } = await findTerminal(client, name, options.terminal);
    const waits =
      options.terminal === undefined
        ? all
        : all.filter(({ terminal_id: id, on }) => id === options.terminal || on === options.terminal);
    const output = await readLast(client, target.id);
    const workers = options.workers
      ? terminals.filter(({ role, id }) => role === 'worker' && id !== target.id)
      : undefined;

    if (options.json) {
      io.out(
        json({
          session,
          conductor: {
            ...brief(target),
            last_output: output,
            name: target.name,
            status_since: target.status_since,
            status_reason: target.status_reason,
            ready: target.ready,
            question: target.question,
            pending_messages: target.pending_messages,
            working_directory: target.working_directory,
          },
          ...(workers === undefined ? {} : { workers: workers.map(workerJson) }),
          waits,
        }),
      );
      return EXIT.ok;
    }
    io.out(`${describe(session, target).join('\n')}\n\n`);
    if (target.status === 'waiting_user_answer') io.out(`${questionText(target.question, target)}\n`);
    io.out(waitsText(waits));
    io.out(responseText(output));
    if (workers !== undefined) io.out(`\n${workersText(workers)}`);
    return EXIT.ok;
  },
});

function describe(session: string, terminal: TerminalRow): string[] {
  const since = Date.parse(terminal.status_since);
  const age = Number.isNaN(since) ? '' : ` (${duration(Date.now() - since)})`;
  return [
    `Session:  ${session}`,
    `Terminal: ${terminal.id}`,
    `Agent:    ${terminal.agent_profile ?? '-'}`,
    `Provider: ${terminal.provider}`,
    `Folder:   ${printable(terminal.working_directory)}`,
    `Status:   ${terminal.status}`,
    `Reason:   ${printable(terminal.status_reason)}`,
    `Since:    ${localTime(terminal.status_since)}${age}`,
    ...(terminal.pending_messages > 0 ? [`Inbox:    ${terminal.pending_messages} waiting`] : []),
  ];
}

/** Who waits for whom, and the command that helps where somebody has to do something. */
function waitsText(waits: readonly Wait[]): string {
  if (waits.length === 0) return '';
  const lines = waits.flatMap(({ text, since, until, hint }) => {
    const limit = until === null ? '' : `, at most until ${localTime(until).slice(11)}`;
    const age = duration(Date.now() - Date.parse(since));
    return [
      `  ${printable(text)}`,
      `    since ${localTime(since)} (${age})${limit}`,
      ...(hint === null ? [] : [`    what helps: ${printable(hint)}`]),
    ];
  });
  return `Waits:\n${lines.join('\n')}\n\n`;
}

function responseText(output: string | null): string {
  if (output === null || output.trim() === '') return 'No last response available\n';
  const { lines, more } = firstLines(output, RESPONSE_LINES);
  const rest = more === 0 ? '' : `... (${more} more lines)\n`;
  return `Last response:\n${lines.map(printable).join('\n')}\n${rest}`;
}

function workersText(workers: readonly TerminalRow[]): string {
  if (workers.length === 0) return 'No worker terminals\n';
  const rows = workers.map((worker) => [worker.id, worker.agent_profile, worker.provider, worker.status]);
  const questions = workers.filter(({ status }) => status === 'waiting_user_answer');
  return [
    table(['ID', 'AGENT', 'PROVIDER', 'STATUS'], [12, 20, 15, 15], rows),
    ...questions.map((worker) => `\n${questionText(worker.question, worker)}`),
  ].join('');
}

function brief({ id, agent_profile, provider, status }: TerminalRow): object {
  return { id, agent_profile, provider, status };
}

function workerJson(worker: TerminalRow): object {
  const { status_since, status_reason, ready, question, pending_messages, caller_id } = worker;
  return { ...brief(worker), status_since, status_reason, ready, question, pending_messages, caller_id };
}

async function readLast(client: CaoClient, id: string): Promise<string | null> {
  try {
    return (await client.terminals.output(id, 'last')).output;
  } catch {
    return null;
  }
}
