import { caoError } from '@cao/client';
import type { PluginRow } from '@cao/contracts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { homeOf, profilePlace } from '../config.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { ensureServer } from '../server/start.ts';
import { styleFor, type Style } from '../style.ts';
import { json } from '../text.ts';

/** A hook that keeps the server waiting for so long is felt. */
const BLOCKED_MS = 250;

export const pluginDoctor = defineCommand({
  description:
    'Asks the server what became of each plugin: set up or not and why, how many events wait, were delivered, dropped or given up, what its hooks said when they failed, and what to do. Also tells of packages that cannot be used at all.',
  arguments: [{ name: 'NAME', help: 'plugin or package; all when absent', optional: true, complete: 'plugin' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao plugin doctor' }, { command: 'cao plugin doctor discord --json' }],
  exits: { 1: 'something is wrong with the named plugin, or with one of them' },
  async run({ args: [given], options }, io) {
    await ensureServer(io);
    const [{ installedPlugins, packageProblems }, { findingText, stateOf }, { RESTART }] = await Promise.all([
      import('@cao/server'),
      import('../plugins/text.ts'),
      import('../plugins/running.ts'),
    ]);
    const meant = (it: { readonly name: string | null; readonly package: string }): boolean =>
      given === undefined || it.name === given || it.package === given;
    const report = await (await connect(io)).plugins();
    const plugins = report.plugins.filter(meant);
    const installed = installedPlugins(homeOf(io));
    // Looked at anew, since they are used so; what was said when the server started may be mended.
    const contents = await packageProblems(profilePlace(io));
    const said = new Set(report.findings.map(({ what }) => what));
    const newer = installed.findings.filter(({ what }) => !said.has(what));
    const findings = [...report.findings, ...newer, ...contents].filter(meant);
    const stale = installed.plugins.filter(
      (plugin) => meant(plugin) && stateOf(plugin, report.plugins).includes('restart'),
    );
    if (
      given !== undefined &&
      plugins.length + findings.length + stale.length === 0 &&
      !installed.packages.some(({ name }) => name === given)
    ) {
      throw caoError('not_found', `There is no plugin '${given}'.`, { hint: 'See: cao plugin list' });
    }
    const wrong = findings.length > 0 || plugins.some((plugin) => troubles(plugin).length > 0);
    if (options.json) {
      const restart = stale.map(({ name }) => name);
      io.out(json({ enabled: report.enabled, plugins, findings, restart_for: restart }));
      return wrong ? EXIT.failed : EXIT.ok;
    }
    const style = styleFor(io.stdout, io.env);
    const parts = [
      ...plugins.filter(({ state }) => state !== 'failed').map((plugin) => text(plugin, style)),
      ...findings.map((finding) => findingText(finding, style)),
      ...stale.map(({ name }) => `${style.yellow('!')} ${style.bold(printable(name))} changed: ${RESTART}\n`),
      ...(report.enabled ? [] : [`${style.yellow('!')} plugins.enabled is false: none starts.\n`]),
    ];
    io.out(parts.length === 0 ? 'No plugin is installed.\n' : parts.join('\n'));
    return wrong ? EXIT.failed : EXIT.ok;
  },
});

function text(plugin: PluginRow, style: Style): string {
  const said = troubles(plugin);
  const mark = plugin.state === 'disabled' ? style.dim('-') : said.length > 0 ? style.yellow('!') : style.green('✓');
  const { package: from, version, source, state, durable, delivered, waiting } = plugin;
  const lines = [
    `${mark} ${style.bold(printable(plugin.name))} ${printable(`(${from} ${version}, ${source})`)}`,
    `    ${state}${durable ? ', durable' : ''}; ${delivered} event(s) delivered, ${waiting} waiting`,
    ...said.map((line) => `    ${printable(line)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a plugin that runs has not done well, and what to do. */
function troubles(plugin: PluginRow): string[] {
  const { dropped, skipped, failures, last_error: error, blocked_ms: blocked } = plugin;
  const lines: string[] = [];
  if (failures > 0) lines.push(`${failures} hook(s) failed, the last with: ${error ?? 'no words'}`);
  if (skipped > 0) lines.push(`${skipped} event(s) were given up after several tries: see cao server logs`);
  if (dropped > 0) lines.push(`${dropped} event(s) were dropped: it is slower than what happens`);
  if (blocked > BLOCKED_MS) lines.push(`one hook kept the whole server waiting for ${blocked} ms: tell its author`);
  return lines;
}
