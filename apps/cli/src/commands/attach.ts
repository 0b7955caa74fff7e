import { connectForAttach, requireTerminal, runAttach } from '../attach/run-attach.ts';
import { defineCommand } from '../command.ts';
import { findSessionOrTerminal } from '../target.ts';

export const attach = defineCommand({
  description:
    'Puts your terminal onto an agent: you see what it draws and type what it reads. Leave with Ctrl-\\ then d; the agent goes on.\n' +
    'Others may look at the same time; Ctrl-\\ then c makes your size count. A restart of the server only interrupts the picture.',
  arguments: [{ name: 'TARGET', help: "terminal id, or a session's name for its conductor", complete: 'session' }],
  options: { 'read-only': { type: 'flag', help: 'look only: nothing you type reaches the agent' } },
  examples: [
    { command: 'cao attach cao-my-task' },
    { command: 'cao attach ab12cd34 --read-only', note: 'watch one worker' },
  ],
  async run({ args: [target], options }, io) {
    requireTerminal(io, 'cao session status shows what an agent said; cao session send talks to it.');
    const client = await connectForAttach(io);
    const terminal = await findSessionOrTerminal(client, target);
    return runAttach(client, terminal, options['read-only'], io);
  },
});
