import type { CommandEntry, FolderEntry } from '@cao/plugin-host';
import type { ProfileDirectory } from '@cao/profiles';
import { searchExtensions } from './roots.ts';
import { readSettings, type Settings } from './settings.ts';

export { loadCommand } from '@cao/plugin-host';

/** What packages bring that is no code of the server; none of their code has run. */
export interface Brought {
  readonly commands: readonly CommandEntry[];
  /** Each with its package as source. */
  readonly skills: readonly ProfileDirectory[];
  readonly profiles: readonly ProfileDirectory[];
}

/** Of the packages of a home that are not switched off, as they are now. */
export function broughtTo(home: string, agentFolders: readonly string[] = []): Brought {
  const { commands, folders, plugins } = searchExtensions({ home, agentFolders });
  const isOn = enabledBy(readSettings(home).settings.plugins, plugins);
  const on = folders.filter((folder) => isOn(folder.package));
  const ofKind = (wanted: FolderEntry['kind']): ProfileDirectory[] =>
    on.filter(({ kind }) => kind === wanted).map((entry) => ({ source: entry.package, path: entry.folder }));
  return {
    commands: commands.filter((command) => isOn(command.package)),
    skills: ofKind('skills'),
    profiles: ofKind('profiles'),
  };
}

/** A package is switched off by its own name, or with every plugin it has. */
export function enabledBy(
  { enabled = true, disabled = [], only = [] }: NonNullable<Settings['plugins']> = {},
  plugins: readonly { readonly name: string; readonly package: string }[],
): (from: string) => boolean {
  const isOn = (name: string): boolean => !disabled.includes(name) && (only.length === 0 || only.includes(name));
  return (from) => {
    const names = plugins.filter((plugin) => plugin.package === from).map(({ name }) => name);
    return enabled && !disabled.includes(from) && (names.length === 0 ? isOn(from) : names.some(isOn));
  };
}
