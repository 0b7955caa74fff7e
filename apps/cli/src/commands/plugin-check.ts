import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../text.ts';

export const pluginCheck = defineCommand({
  description:
    'Does what `cao plugin add` would do with a package, in a place of its own that is removed again: packs it, installs it with npm, loads it once, reads its skills and profiles. For authors, before others get it.',
  arguments: [{ name: 'PACKAGE', help: 'folder, .tgz file, or npm name', complete: 'directory' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao plugin check .' }, { command: 'cao plugin check ./cao-plugin-mine-1.0.0.tgz' }],
  async run({ args: [given], options }, io) {
    const [{ addPlugin }, { changing, packageText }] = await Promise.all([
      import('@cao/server'),
      import('../plugins/change.ts'),
    ]);
    const home = await mkdtemp(path.join(tmpdir(), 'cao-check-'));
    try {
      const added = await changing(io, false, (change) => addPlugin(given, { ...change, home }));
      io.out(options.json ? json(added) : packageText(added, io));
      return EXIT.ok;
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
});
