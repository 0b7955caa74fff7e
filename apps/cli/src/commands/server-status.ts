import { addressOf, homeOf } from '../config.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { newestLog } from '../server/log-files.ts';
import { probe } from '../server/probe.ts';
import { json, localTime } from '../text.ts';

export const serverStatus = defineCommand({
  description: 'Shows whether the server runs, and where. Exit code 1 when it does not.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao server status' }, { command: 'cao server status --json' }],
  async run({ options }, io) {
    const home = homeOf(io);
    const [address, log] = [await addressOf(io), (await newestLog(home)) ?? null];
    const found = await probe(address.url);
    const code = found.state === 'up' ? EXIT.ok : EXIT.failed;
    if (options.json) {
      const facts = found.state === 'up' ? found.health : null;
      io.out(json({ running: found.state === 'up', url: address.url, home, log, server: facts }));
      return code;
    }
    if (found.state === 'up') {
      const { pid, version, started_at: since, terminal_backend: backend } = found.health;
      io.out(`Running:   ${address.url} (pid ${pid}, version ${version})\nSince:     ${localTime(since)}\n`);
      io.out(`Terminals: ${backend}\n`);
    } else {
      const note = found.state === 'stranger' ? `: ${found.reason}` : '';
      io.out(`Not running on ${address.url}${note}\n`);
    }
    io.out(`Home:      ${home}\nLog:       ${log ?? 'none yet'}\n`);
    return code;
  },
});
