import { dirname } from 'node:path';
import { z } from 'zod';

const Folders = z.record(z.string(), z.unknown());

/** True when the nearest folder the person decided about, upwards from `cwd`, is one they do not trust. */
export function isDistrusted(trustedFolders: string | undefined, cwd: string): boolean {
  const folders = Folders.safeParse(parsed(trustedFolders)).data ?? {};
  for (let folder = cwd; ; folder = dirname(folder)) {
    const level = Object.hasOwn(folders, folder) ? folders[folder] : undefined;
    if (level === 'DO_NOT_TRUST') return true;
    if (level === 'TRUST_FOLDER' || level === 'TRUST_PARENT' || folder === dirname(folder)) return false;
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return undefined;
  }
}
