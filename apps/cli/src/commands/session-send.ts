import { caoError, isClientError, type CaoClient } from '@cao/client';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { questionText } from '../question.ts';
import { findTerminal } from '../target.ts';
import { DEFAULT_TIMEOUT_S, waitForTurn } from '../wait-turn.ts';

export const sessionSend = defineCommand({
  description:
    'Sends a message to the conductor (or one terminal), waits for the answer to exactly this message, and prints it.',
  arguments: [
    { name: 'SESSION', help: 'session name, as cao-my-task', complete: 'session' },
    { name: 'MESSAGE', help: 'text for the agent, passed on as it is' },
  ],
  options: {
    terminal: { type: 'text', value: 'ID', help: 'send to this terminal of the session', complete: 'terminal' },
    async: { type: 'flag', help: 'return once the message was sent' },
    timeout: { type: 'seconds', value: 'N', help: `wait at most N seconds; ${DEFAULT_TIMEOUT_S} unless given` },
  },
  examples: [
    { command: 'cao session send cao-my-task "Now add tests"' },
    { command: 'cao session send cao-my-task "Go on" --timeout 1800' },
    { command: 'cao session send cao-my-task "How far are you?" --terminal ab12cd34 --async' },
  ],
  exits: {
    3: 'the agent asks a question, which is printed',
    4: 'time is up; the agent goes on',
    130: 'Ctrl-C; the agent goes on',
  },
  async run({ args: [name, message], options }, io) {
    const client = await connect(io);
    const { target } = await findTerminal(client, name, options.terminal);
    const turnId = await sendTo(client, target.id, message);
    if (options.async) {
      io.out(`Message sent to terminal ${target.id}\n`);
      return EXIT.ok;
    }
    return waitForTurn(client, { terminal: target, turnId, timeoutS: options.timeout ?? DEFAULT_TIMEOUT_S }, io);
  },
});

/** The server knows best whether an agent takes input: one that is starting is worth a moment, one that asks is not. */
async function sendTo(client: CaoClient, id: string, message: string): Promise<string> {
  try {
    return (await client.terminals.input(id, { message })).turn_id;
  } catch (error) {
    if (!isClientError(error) || error.code !== 'not_ready') throw error;
    const target = await client.terminals.get(id);
    const { question, status, status_reason: reason } = target;
    throw caoError('not_ready', `Terminal ${id} is currently ${status}. Wait for it to finish before sending.`, {
      hint:
        status === 'waiting_user_answer'
          ? questionText(question, target).trimEnd()
          : `Reason: ${reason}. To stop what it does: cao terminal interrupt ${id}`,
    });
  }
}
