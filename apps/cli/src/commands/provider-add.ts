import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';

export const providerAdd = defineCommand({
  description:
    'Adds a provider from a folder outside CAO. Its package is checked and loaded once, then listed in settings.json of the CAO home; a running server has it at once.\nIts code runs inside the server: add only what you trust.',
  arguments: [{ name: 'DIR', help: 'folder of the package, built', complete: 'directory' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao provider add ./goose-cli' }, { command: 'cao provider add . --json' }],
  async run({ args: [directory], options }, io) {
    const { addPackage } = await import('@cao/server');
    const given = path.resolve(io.cwd, directory);
    // A folder that is not there is told by whoever looks into it.
    const folder = await realpath(given).catch(() => given);
    const added = await addPackage(folder, homeOf(io));
    if (options.json) {
      io.out(json(added));
      return EXIT.ok;
    }
    const tick = styleFor(io.stdout, io.env).green('✓');
    for (const { id, title, binary } of added.providers) io.out(`${tick} ${id} (${title}), starts ${binary}\n`);
    io.out(`${tick} ${added.package} is ${added.added ? 'now' : 'already'} listed in ${added.settings}\n`);
    io.out(
      `\nAfter a rebuild a running server still has the old code: cao server stop, cao server start. Agents go on.\n`,
    );
    return EXIT.ok;
  },
});
