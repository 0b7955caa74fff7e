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
  /** As the settings have it; a variable of the server's may say otherwise. */
  readonly enabled: boolean;
}

export interface InstalledPlugins {
  readonly plugins: readonly InstalledPlugin[];
  /** Names of packages that bring a command, skills or profiles, and no plugin. */
  readonly packages: readonly string[];
  readonly findings: readonly PluginFinding[];
}

/** The plugins of a home, in the order in which a server finds them, and what it cannot use. */
export function installedPlugins(home: string): InstalledPlugins {
  const { plugins, providers, findings, ...other } = searchExtensions({ home });
  const { enabled = true, disabled = [], only = [] } = readSettings(home).settings.plugins ?? {};
  const rows = plugins.map(({ name, package: from, version, source, directory, before }) => ({
    name,
    package: from,
    version,
    description: descriptionOf(directory),
    source,
    directory,
    before,
    providers: providers.filter((provider) => provider.package === from).map(({ id }) => id),
    enabled: enabled && !disabled.includes(name) && (only.length === 0 || only.includes(name)),
  }));
  const bringing = [...other.commands, ...other.skills, ...other.profiles].map((entry) => entry.package);
  const packages = [...new Set(bringing)].filter((name) => rows.every((row) => row.package !== name));
  return { plugins: rows, packages, findings: pluginFindings(findings) };
}

function descriptionOf(directory: string): string | null {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { description?: unknown };
  return typeof manifest.description === 'string' ? manifest.description : null;
}
