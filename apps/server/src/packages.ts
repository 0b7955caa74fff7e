import type { CommandFile, Discovery, FolderEntry } from '@cao/plugin-host';
import type { ProfileDirectory } from '@cao/profiles';
import { searchExtensions, type Extensible } from './roots.ts';
import { readSettings } from './settings.ts';

export { loadCommand, type CommandFile } from '@cao/plugin-host';

/** A folder of skills or profiles, with the package it belongs to. */
export interface PackageFolder extends ProfileDirectory {
  readonly package: string;
  readonly foundIn: FolderEntry['source'];
}

/** What packages bring that is used without a server or by its next look, as installed and switched on now. */
export interface PackageContents {
  readonly commands: readonly CommandFile[];
  readonly skills: readonly PackageFolder[];
  readonly profiles: readonly PackageFolder[];
}

/** Nothing from packages that are switched off: by their own name, or because all plugins in them are. */
export function packageContents(where: Extensible): PackageContents {
  const discovery = searchExtensions(where);
  const isOn = switchedOn(where.home, discovery);
  const used = <T extends { readonly package: string }>(entries: readonly T[]): T[] =>
    entries.filter((entry) => isOn(entry.package));
  return {
    commands: used(discovery.commands),
    skills: used(discovery.skills).map(sourceOf),
    profiles: used(discovery.profiles).map(sourceOf),
  };
}

function switchedOn(home: string, { plugins }: Discovery): (name: string) => boolean {
  const { enabled = true, disabled = [], only = [] } = readSettings(home).settings.plugins ?? {};
  return (name) => {
    const inside = plugins.filter((entry) => entry.package === name).map((plugin) => plugin.name);
    const names = [name, ...inside];
    if (!enabled || disabled.includes(name)) return false;
    if (inside.length > 0 && inside.every((plugin) => disabled.includes(plugin))) return false;
    return only.length === 0 || names.some((one) => only.includes(one));
  };
}

/** Never the label of a place of CAO's own. */
function sourceOf({ package: name, folder, source: foundIn }: FolderEntry): PackageFolder {
  return { source: `package:${name}`, path: folder, package: name, foundIn };
}
