import type { CaoClient } from '@cao/client';
import type { TerminalRow } from '@cao/contracts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { printable } from '../errors.ts';
import { questionText } from '../question.ts';
import { findTerminal } from '../target.ts';
import { duration, firstLines, json, localTime, table } from '../text.ts';

const RESPONSE_LINES = 20;

export const sessionStatus = defineCommand({
  description: "Shows a session's conductor (or one terminal), why it has its status, and its last response.",
  arguments: [{ name: 'SESSION', help: 'session name, as cao-my-task' }],
  options: {
    terminal: { type: 'text', value: 'ID', help: 'show this terminal instead of the conductor' },
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
    const { session, target, terminals } = await findTerminal(client, name, options.terminal);
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
          },
          ...(workers === undefined ? {} : { workers: workers.map(workerJson) }),
        }),
      );
      return EXIT.ok;
    }
    io.out(`${describe(session, target).join('\n')}\n\n`);
    if (target.status === 'waiting_user_answer') io.out(`${questionText(target.question, target)}\n`);
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
    `Status:   ${terminal.status}`,
    `Reason:   ${printable(terminal.status_reason)}`,
    `Since:    ${localTime(terminal.status_since)}${age}`,
    ...(terminal.pending_messages > 0 ? [`Inbox:    ${terminal.pending_messages} waiting`] : []),
  ];
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
