import { caoError } from '@cao/client';
import type { PluginRow } from '@cao/contracts';
import type { InstalledPlugin } from '@cao/server';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';

export const pluginInfo = defineCommand({
  description:
    'Shows one plugin: its package, where it lies, what it may refuse or change, and from the server that runs the events it hears and which options are set. Values of options are never shown.',
  arguments: [{ name: 'NAME', help: 'plugin or package', complete: 'plugin' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao plugin info discord' }, { command: 'cao plugin info discord --json' }],
  async run({ args: [given], options }, io) {
    const [{ installedPlugins }, { runningPlugins }, { stateOf }] = await Promise.all([
      import('@cao/server'),
      import('../plugins/running.ts'),
      import('../plugins/text.ts'),
    ]);
    const { plugins, packages, findings } = installedPlugins(homeOf(io));
    const chosen = [...plugins, ...packages].filter(({ name, package: from }) => name === given || from === given);
    if (chosen.length === 0) {
      const finding = findings.find(({ name, package: from }) => name === given || from === given);
      if (finding !== undefined) throw caoError('invalid_input', finding.what, { hint: finding.fix });
      throw caoError('not_found', `There is no plugin '${given}'.`, { hint: 'See: cao plugin list' });
    }
    const rows = (await runningPlugins(io))?.plugins;
    const shown = chosen.map((plugin) => ({
      ...plugin,
      state: stateOf(plugin, packages.includes(plugin) ? undefined : rows),
      running: rows?.find(({ name }) => name === plugin.name) ?? null,
    }));
    io.out(options.json ? json(shown) : shown.map((plugin) => text(plugin, io)).join('\n'));
    return EXIT.ok;
  },
});

type Shown = InstalledPlugin & { readonly state: string; readonly running: PluginRow | null };

function text(plugin: Shown, io: Io): string {
  const { running, before } = plugin;
  const kinds = Object.entries(before).map(
    ([kind, onFailure]) => `${kind} (${onFailure === 'refuse' ? 'refused' : 'goes on'} when it cannot be asked)`,
  );
  const lines: (readonly [string, string])[] = [
    ['package', `${plugin.package} ${plugin.version}`],
    ['from', `${plugin.source}, ${plugin.directory}`],
    ['state', plugin.state],
    ['decides', kinds.length === 0 ? 'nothing' : kinds.join(', ')],
  ];
  if (plugin.providers.length > 0) lines.push(['providers', plugin.providers.join(', ')]);
  if (plugin.commands.length > 0) lines.push(['commands', plugin.commands.map((name) => `cao ${name}`).join(', ')]);
  if (plugin.skills) lines.push(['skills', 'see cao skills list']);
  if (plugin.profiles) lines.push(['profiles', 'see cao profile list']);
  if (running !== null) {
    lines.push(['hears', running.hooks.length === 0 ? 'nothing' : running.hooks.join(', ')]);
    if (running.tools.length > 0) lines.push(['tools', running.tools.join(', ')]);
    if (running.routes !== null) lines.push(['routes', running.routes]);
    if (running.panels.length > 0) lines.push(['panels', running.panels.join(', ')]);
    if (running.durable) lines.push(['durable', 'what it misses comes again after a restart']);
    const set = running.options.map(({ name, from }) => `${name} (${from})`).join(', ');
    lines.push(['options', set === '' ? 'none set' : set]);
  }
  const style = styleFor(io.stdout, io.env);
  const head = plugin.description === null ? '' : `  ${printable(plugin.description)}`;
  const body = lines.map(([name, value]) => `    ${name.padEnd(10)} ${printable(value)}`);
  return `${[`${style.bold(printable(plugin.name))}${head}`, ...body].join('\n')}\n`;
}
