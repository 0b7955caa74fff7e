import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { json, table } from '../text.ts';

export const pluginList = defineCommand({
  description:
    'Lists the plugins of this home, where each comes from, and how it stands with the server that runs. Works without one.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao plugin list' }, { command: 'cao plugin list --json' }],
  async run({ options }, io) {
    const [{ installedPlugins }, { runningPlugins }, { stateOf }] = await Promise.all([
      import('@cao/server'),
      import('../plugins/running.ts'),
      import('../plugins/text.ts'),
    ]);
    const { plugins, findings } = installedPlugins(homeOf(io));
    const rows = (await runningPlugins(io))?.plugins;
    if (options.json) {
      io.out(json(plugins.map((plugin) => ({ ...plugin, state: stateOf(plugin, rows) }))));
      return EXIT.ok;
    }
    const cells = plugins.map((plugin) => [
      plugin.name,
      plugin.version,
      plugin.source,
      stateOf(plugin, rows),
      plugin.package,
    ]);
    io.out(table(['NAME', 'VERSION', 'FROM', 'STATE', 'PACKAGE'], [20, 10, 8, 16, 24], cells));
    const wrong = findings.length === 0 ? '' : ` ${findings.length} cannot be used;`;
    io.out(`\n${plugins.length} plugin(s).${wrong} 'cao plugin doctor' looks closer.\n`);
    return EXIT.ok;
  },
});
