import { realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import type { Source } from '../finding.ts';

export interface AgentFolders {
  /** CAO's home. An agent that works in a folder around it could change anything, and nothing can be told apart there. */
  readonly home: string;
  /** Working directories of agents. */
  readonly folders: readonly string[];
}

const OTHERS_MAY_WRITE = 0o002;

/**
 * Why code must not be taken from a folder; undefined when it may. The managed project and what comes with CAO belong to the
 * person alone.
 */
export function unsafeFolder(
  { source, directory }: { source: Source; directory: string },
  file: string,
  agents: AgentFolders | undefined,
): string | undefined {
  if (source === 'managed' || source === 'built-in') return undefined;
  for (const path of [directory, file]) {
    if ((statSync(path).mode & OTHERS_MAY_WRITE) !== 0) return `every user of this machine may write to ${path}.`;
  }
  if (agents === undefined) return undefined;
  const home = real(agents.home);
  const worker = agents.folders.map(real).find((folder) => isInside(directory, folder) && !isInside(home, folder));
  return worker === undefined ? undefined : `an agent works in ${worker} and could change what the server runs.`;
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** A folder that is gone holds nothing. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
