import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../text.ts';

export const pluginUpdate = defineCommand({
  description:
    'Installs newer versions of what `cao plugin add` took from npm, within the range it was added with (the same major version), and loads them once. When anything goes wrong everything stays as it was. A new major version is added by name: cao plugin add NAME@latest.',
  arguments: [{ name: 'NAME', help: 'plugin or package; all when absent', optional: true, complete: 'plugin' }],
  options: {
    'allow-scripts': { type: 'flag', help: 'let install scripts run, also those of dependencies' },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [{ command: 'cao plugin update' }, { command: 'cao plugin update discord' }],
  async run({ args: [given], options }, io) {
    const [{ updatePlugins }, { changing, packageText }, { restartNote }] = await Promise.all([
      import('@cao/server'),
      import('../plugins/change.ts'),
      import('../plugins/running.ts'),
    ]);
    const updated = await changing(io, options['allow-scripts'], (change) => updatePlugins(given, change));
    if (options.json) {
      io.out(json(updated));
      return EXIT.ok;
    }
    if (updated.length === 0) io.out('Nothing was added from npm, so there is nothing to update.\n');
    for (const one of updated) io.out(packageText(one, io));
    if (updated.length > 0) io.out(await restartNote(io));
    return EXIT.ok;
  },
});
