import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginFinding, PluginRow } from '@cao/contracts';
import type { Discovery, FolderEntry } from '@cao/plugin-host';
import { enabledBy } from './brought.ts';
import { pluginFindings } from './plugin-report.ts';
import { searchExtensions } from './roots.ts';
import { readSettings } from './settings.ts';

/** A plugin as its package describes it; none of its code has run. */
export interface InstalledPlugin {
  readonly name: string;
  readonly package: string;
  readonly version: string;
  readonly description: string | null;
  readonly source: PluginRow['source'];
  readonly directory: string;
  readonly before: PluginRow['before'];
  /** False: it brings commands, skills and profiles alone, and nothing of it runs in the server. */
  readonly runs: boolean;
  /** What else the package brings. */
  readonly providers: readonly string[];
  readonly commands: readonly string[];
  /** It has a folder of them. */
  readonly skills: boolean;
  readonly profiles: boolean;
  /** As the settings have it; a variable of the server's may say otherwise. */
  readonly enabled: boolean;
}

export interface InstalledPlugins {
  readonly plugins: readonly InstalledPlugin[];
  readonly findings: readonly PluginFinding[];
}

/** The plugins of a home, in the order in which a server finds them, the packages that bring other things, and what it cannot use. */
export function installedPlugins(home: string): InstalledPlugins {
  const found = searchExtensions({ home });
  const { plugins, commands, folders, findings } = found;
  const isOn = enabledBy(readSettings(home).settings.plugins, []);
  const isPackageOn = enabledBy(readSettings(home).settings.plugins, plugins);
  const withPlugin = new Set(plugins.map((plugin) => plugin.package));
  const others = new Map(
    [...commands, ...folders].filter((one) => !withPlugin.has(one.package)).map((one) => [one.package, one]),
  );
  return {
    plugins: [
      ...plugins.map((plugin) => ({
        ...rowOf(plugin, found),
        name: plugin.name,
        before: plugin.before,
        runs: true,
        enabled: isOn(plugin.name),
      })),
      ...[...others.values()].map((one) => ({
        ...rowOf(one, found),
        name: one.package,
        before: {},
        runs: false,
        enabled: isPackageOn(one.package),
      })),
    ],
    findings: pluginFindings(findings),
  };
}

type Described = Pick<InstalledPlugin, 'package' | 'version' | 'source' | 'directory'>;

function rowOf(
  { package: from, version, source, directory }: Described,
  { providers, commands, folders }: Discovery,
): Omit<InstalledPlugin, 'name' | 'before' | 'runs' | 'enabled'> {
  const has = (wanted: FolderEntry['kind']): boolean =>
    folders.some((folder) => folder.package === from && folder.kind === wanted);
  return {
    package: from,
    version,
    description: descriptionOf(directory),
    source,
    directory,
    providers: providers.filter((provider) => provider.package === from).map(({ id }) => id),
    commands: commands.filter((command) => command.package === from).map(({ name }) => name),
    skills: has('skills'),
    profiles: has('profiles'),
  };
}

function descriptionOf(directory: string): string | null {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { description?: unknown };
  return typeof manifest.description === 'string' ? manifest.description : null;
}
