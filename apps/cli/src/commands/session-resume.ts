import type { Terminal } from '@cao/contracts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { fullSessionName } from '../target.ts';
import { json } from '../text.ts';

interface Outcome {
  readonly terminal: Terminal;
  readonly error: string | undefined;
}

export const sessionResume = defineCommand({
  description:
    'Starts ended agents of a session again, each with the conversation it had: after a crash of an agent CLI, of the terminal host, or of the machine.',
  arguments: [{ name: 'SESSION', help: 'session name, as cao-my-task', complete: 'session' }],
  options: {
    terminal: { type: 'text', value: 'ID', help: 'resume this terminal of the session only', complete: 'terminal' },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [
    { command: 'cao session resume cao-my-task' },
    { command: 'cao session resume cao-my-task --terminal ab12cd34' },
  ],
  exits: { 1: 'an agent could not be resumed' },
  async run({ args: [name], options }, io) {
    const client = await connect(io);
    const { terminals } = await client.sessions.get(fullSessionName(name));
    const chosen = terminals.filter(({ id }) => options.terminal === undefined || id === options.terminal);
    const outcomes: Outcome[] = [];
    for (const { id } of chosen) {
      const terminal = await client.terminals.get(id);
      if (terminal.exit_reason === null && options.terminal === undefined) continue;
      outcomes.push(await attempt(terminal, () => client.terminals.resume(id)));
    }
    const failed = outcomes.some(({ error }) => error !== undefined);
    if (options.json) io.out(json(outcomes.map(({ terminal, error }) => ({ id: terminal.id, error: error ?? null }))));
    else io.out(outcomes.length === 0 ? 'Every agent of the session runs.\n' : outcomes.map(line).join(''));
    return failed ? EXIT.failed : EXIT.ok;
  },
});

/** One that cannot be resumed does not keep the others from it. */
async function attempt(terminal: Terminal, resume: () => Promise<Terminal>): Promise<Outcome> {
  try {
    return { terminal: await resume(), error: undefined };
  } catch (error) {
    return { terminal, error: error instanceof Error ? error.message : String(error) };
  }
}

function line({ terminal, error }: Outcome): string {
  const who = `${terminal.id} (${printable(terminal.agent_profile ?? terminal.provider)})`;
  return error === undefined ? `Resumed ${who}\n` : `Not resumed ${who}: ${printable(error)}\n`;
}
