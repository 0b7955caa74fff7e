import { createProfileStore } from '@cao/profiles';
import { defineCommand } from '../command.ts';
import { profileSources } from '../plugins/package-contents.ts';
import { EXIT } from '../exit-codes.ts';
import { warnShadowed } from '../profiles/shadowed.ts';
import { clip, json, table } from '../text.ts';

const DESCRIPTION_WIDTH = 60;

export const profileList = defineCommand({
  description:
    'Lists the profiles of this machine: those that ship, your own, installed ones, and those of agent CLIs. Works without a server.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao profile list' }, { command: 'cao profile list --json' }],
  async run({ options }, io) {
    const rows = await createProfileStore(await profileSources(io)).list();
    warnShadowed(rows, io);
    if (options.json) {
      io.out(json(rows));
      return EXIT.ok;
    }
    const cells = rows.map(({ name, source, loads_from: loads, description }) => [
      name,
      loads === undefined ? source : `${source} (${loads})`,
      clip(description, DESCRIPTION_WIDTH),
    ]);
    io.out(table(['NAME', 'SOURCE', 'DESCRIPTION'], [25, 22, 60], cells));
    const note = rows.some((row) => row.loads_from !== undefined)
      ? ' In brackets: where a launch takes it from instead.'
      : '';
    io.out(`\n${rows.length} profile(s).${note}\n`);
    return EXIT.ok;
  },
});
