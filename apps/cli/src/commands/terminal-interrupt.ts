import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';

export const terminalInterrupt = defineCommand({
  description:
    'Stops what an agent is doing, as Escape at its keyboard does; it stays and takes the next message. For one that hangs: its status says since when. Whoever waits for its answer is told.',
  arguments: [{ name: 'ID', help: 'terminal id', complete: 'terminal' }],
  options: {},
  examples: [{ command: 'cao terminal interrupt ab12cd34' }],
  async run({ args: [id] }, io) {
    const client = await connect(io);
    await client.terminals.interrupt(id);
    io.out(`Interrupted terminal ${id}\n`);
    return EXIT.ok;
  },
});
