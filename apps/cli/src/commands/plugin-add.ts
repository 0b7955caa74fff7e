import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../text.ts';

export const pluginAdd = defineCommand({
  description:
    'Installs a package with plugins or providers into CAO_HOME/plugins with npm and loads it once. When anything goes wrong everything stays as it was. A folder is packed and copied: what changes in it afterwards changes nothing.\nIts code runs inside the server with your rights: add only what you trust. Install scripts of packages do not run unless allowed.',
  arguments: [{ name: 'PACKAGE', help: 'npm name, name@version, folder, or .tgz file', complete: 'directory' }],
  options: {
    'allow-scripts': { type: 'flag', help: 'let install scripts run, also those of dependencies' },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [
    { command: 'cao plugin add cao-plugin-discord' },
    { command: 'cao plugin add cao-plugin-discord@1.4.0', note: 'this version, and newer ones only by update' },
    { command: 'cao plugin add ./my-plugin', note: 'a copy of a folder, built' },
  ],
  async run({ args: [given], options }, io) {
    const [{ addPlugin }, { changing, packageText }, { restartNote }] = await Promise.all([
      import('@cao/server'),
      import('../plugins/change.ts'),
      import('../plugins/running.ts'),
    ]);
    const added = await changing(io, options['allow-scripts'], (change) => addPlugin(given, change));
    if (options.json) {
      io.out(json(added));
      return EXIT.ok;
    }
    io.out(packageText(added, io));
    // Providers are found by a server that runs; plugins are set up when it starts.
    if (added.plugins.length > 0) io.out(await restartNote(io));
    return EXIT.ok;
  },
});
