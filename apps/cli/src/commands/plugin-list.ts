import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { json, table } from '../text.ts';

export const pluginList = defineCommand({
  description:
    'Lists the plugins of this home, and the packages that bring only commands, skills or profiles, where each comes from, and how it stands with the server that runs. Works without one.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao plugin list' }, { command: 'cao plugin list --json' }],
  async run({ options }, io) {
    const [{ installedPlugins }, { runningPlugins }, { stateOf }] = await Promise.all([
      import('@cao/server'),
      import('../plugins/running.ts'),
      import('../plugins/text.ts'),
    ]);
    const { plugins: found, packages, findings } = installedPlugins(homeOf(io));
    const rows = (await runningPlugins(io))?.plugins;
    const plugins = [
      ...found.map((plugin) => ({ ...plugin, state: stateOf(plugin, rows) })),
      ...packages.map((one) => ({ ...one, state: stateOf(one, undefined) })),
    ];
    if (options.json) {
      io.out(json(plugins));
      return EXIT.ok;
    }
    const cells = plugins.map(({ name, version, source, state, package: from }) => [
      name,
      version,
      source,
      state,
      from,
    ]);
    io.out(table(['NAME', 'VERSION', 'FROM', 'STATE', 'PACKAGE'], [20, 10, 8, 16, 24], cells));
    const wrong = findings.length === 0 ? '' : ` ${findings.length} cannot be used;`;
    io.out(`\n${plugins.length} plugin(s).${wrong} 'cao plugin doctor' looks closer.\n`);
    return EXIT.ok;
  },
});
