import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { ensureServer } from '../server/start.ts';
import { json, table } from '../text.ts';

export const providerList = defineCommand({
  description: 'Lists the agent CLIs CAO can drive: which are installed here, and on which versions each was proven.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao provider list' }, { command: 'cao provider list --json' }],
  async run({ options }, io) {
    await ensureServer(io);
    const rows = await (await connect(io)).providers.list();
    if (options.json) {
      io.out(json(rows));
      return EXIT.ok;
    }
    const cells = rows.map(({ name, title, installed, proven, tool_restriction: restriction }) => [
      name,
      title,
      installed ? 'yes' : 'no',
      proven.on === null ? 'no real program' : `${proven.versions.join(', ')} (${proven.on})`,
      restriction,
    ]);
    io.out(table(['NAME', 'CLI', 'INSTALLED', 'PROVEN ON', 'TOOL LIMITS'], [14, 22, 9, 34, 11], cells));
    io.out(`\n${rows.length} provider(s). 'cao provider doctor' looks closer.\n`);
    return EXIT.ok;
  },
});
