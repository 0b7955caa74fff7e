import { fileURLToPath } from 'node:url';
import { CLI_COMMANDS } from '@cao/contracts';
import { discover, type Discovery, type Root } from '@cao/plugin-host';
import { homePaths } from './home.ts';
import { readSettings } from './settings.ts';
import { VERSION } from './version.ts';

/** The package whose dependencies are the built-in providers and plugins: this one. */
const OWN_PACKAGE = fileURLToPath(new URL('..', import.meta.url));

export interface Extensible {
  /** CAO's home. */
  readonly home: string;
  /** Where agents work; no plugin is taken from there. */
  readonly agentFolders?: readonly string[];
  /** The managed project, when it is not the one of the home. */
  readonly project?: string;
}

/** Searches for providers and plugins as the settings are now; earlier places win. */
export function searchExtensions({ home, agentFolders = [], project }: Extensible): Discovery {
  const { plugins = {} } = readSettings(home).settings;
  const managed = project ?? homePaths(home).plugins;
  const roots: Root[] = [
    { source: 'listed', packages: plugins.packages ?? [], from: [managed, OWN_PACKAGE] },
    { source: 'managed', directory: managed },
    { source: 'built-in', directory: OWN_PACKAGE },
  ];
  if (plugins.discover_siblings === true) roots.push({ source: 'sibling', directory: OWN_PACKAGE });
  return discover({
    roots,
    versions: { cao: VERSION, node: process.versions.node },
    reservedCommands: CLI_COMMANDS,
    agentFolders: { home, folders: agentFolders },
  });
}
