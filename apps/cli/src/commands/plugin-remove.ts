import { defineCommand } from '../command.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';

export const pluginRemove = defineCommand({
  description:
    'Takes a package that was added with `cao plugin add` out again. Its options stay in settings.json. Agents go on.',
  arguments: [{ name: 'NAME', help: 'plugin, provider, or package', complete: 'plugin' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao plugin remove discord' }, { command: 'cao plugin remove cao-plugin-discord --json' }],
  async run({ args: [given], options }, io) {
    const [{ removePlugin }, { changing }, { restartNote }] = await Promise.all([
      import('@cao/server'),
      import('../plugins/change.ts'),
      import('../plugins/running.ts'),
    ]);
    const removed = await changing(io, false, (change) => removePlugin(given, change));
    if (options.json) {
      io.out(json(removed));
      return EXIT.ok;
    }
    const names = [...removed.plugins.map(({ name }) => name), ...removed.providers].join(', ');
    const tick = styleFor(io.stdout, io.env).green('✓');
    io.out(`${tick} ${printable(removed.package)} is gone${names === '' ? '' : printable(`, with ${names}`)}\n`);
    io.out(await restartNote(io));
    return EXIT.ok;
  },
});
