import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginFinding, PluginRow } from '@cao/contracts';
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
  /** What else the package brings. */
  readonly providers: readonly string[];
  readonly commands: readonly string[];
  readonly skills: boolean;
  readonly profiles: boolean;
  /** As the settings have it; a variable of the server's may say otherwise. */
  readonly enabled: boolean;
}

export interface InstalledPlugins {
  readonly plugins: readonly InstalledPlugin[];
  /** Packages that bring a command, skills or profiles, and no plugin; their name is the package's. */
  readonly packages: readonly InstalledPlugin[];
  readonly findings: readonly PluginFinding[];
}

/** The plugins of a home, in the order in which a server finds them, and what it cannot use. */
export function installedPlugins(home: string): InstalledPlugins {
  const { plugins, providers, commands, skills, profiles, findings } = searchExtensions({ home });
  const { enabled = true, disabled = [], only = [] } = readSettings(home).settings.plugins ?? {};
  const row = (
    name: string,
    { package: from, version, source, directory }: Found,
  ): Omit<InstalledPlugin, 'before'> => ({
    name,
    package: from,
    version,
    description: descriptionOf(directory),
    source,
    directory,
    providers: providers.filter((provider) => provider.package === from).map(({ id }) => id),
    commands: commands.filter((command) => command.package === from).map((command) => command.name),
    skills: skills.some((folder) => folder.package === from),
    profiles: profiles.some((folder) => folder.package === from),
    enabled: enabled && !disabled.includes(name) && (only.length === 0 || only.includes(name)),
  });
  const rows = plugins.map((plugin) => ({ ...row(plugin.name, plugin), before: plugin.before }));
  const others = new Map<string, InstalledPlugin>();
  for (const entry of [...commands, ...skills, ...profiles]) {
    if (rows.some((plugin) => plugin.package === entry.package)) continue;
    others.set(entry.package, { ...row(entry.package, entry), before: {} });
  }
  return { plugins: rows, packages: [...others.values()], findings: pluginFindings(findings) };
}

type Found = Pick<InstalledPlugin, 'package' | 'version' | 'source' | 'directory'>;

function descriptionOf(directory: string): string | null {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { description?: unknown };
  return typeof manifest.description === 'string' ? manifest.description : null;
}
