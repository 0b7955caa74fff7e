import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { findTerminal } from '../target.ts';

export const sessionAnswer = defineCommand({
  description:
    'Answers the question the conductor (or one terminal) asks: the key or the label of a choice, or text where it takes text.',
  arguments: [
    { name: 'SESSION', help: 'session name, as cao-my-task', complete: 'session' },
    { name: 'ANSWER', help: 'key, label or text' },
  ],
  options: {
    terminal: { type: 'text', value: 'ID', help: 'answer this terminal of the session', complete: 'terminal' },
  },
  examples: [
    { command: 'cao session answer cao-my-task 1' },
    { command: "cao session answer cao-my-task 'Yes, proceed' --terminal ab12cd34" },
  ],
  async run({ args: [name, answer], options }, io) {
    const client = await connect(io);
    const { target } = await findTerminal(client, name, options.terminal);
    await client.terminals.answer(target.id, answer);
    io.out(`Answered terminal ${target.id}\n`);
    return EXIT.ok;
  },
});
