import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { stopServer } from '../server/stop.ts';

export const serverStop = defineCommand({
  description:
    'Stops the server of this home and waits until it is gone. Agents go on in their terminals; the next server finds them again.\nWith --with-agents they end too.',
  arguments: [],
  options: { 'with-agents': { type: 'flag', help: 'also end the terminal host with every agent in it' } },
  examples: [
    { command: 'cao server stop' },
    { command: 'cao server stop --with-agents', note: 'leave nothing running' },
  ],
  async run({ options }, io) {
    const pid = await stopServer(io);
    io.out(pid === undefined ? 'cao-server is not running\n' : `Stopped cao-server (pid ${pid})\n`);
    if (options['with-agents']) {
      const { stopHost } = await import('../server/stop-host.ts');
      io.out(
        (await stopHost(io)) ? 'Stopped the terminal host and its agents\n' : 'The terminal host is not running\n',
      );
    }
    return EXIT.ok;
  },
});
