import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { CaoError } from '@cao/contracts';

const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/;
const NESTED = /^[A-Za-z0-9_][A-Za-z0-9_-]*(\/[A-Za-z0-9_][A-Za-z0-9_-]*)*$/;

/** A name that is a plain file name: no separator, no dot, nothing a path could be made of. */
export function isPlainName(name: string): boolean {
  return PLAIN.test(name);
}

/** The name inside a profile may group by `/`, which becomes `__` in file names. */
export function isProfileName(name: string): boolean {
  return name.length <= 64 && NESTED.test(name);
}

export function fileStem(profileName: string): string {
  return profileName.replaceAll('/', '__');
}

export function requirePlainName(kind: 'profile' | 'skill', name: string): void {
  if (isPlainName(name)) return;
  throw new CaoError('invalid_input', `Invalid ${kind} name: ${JSON.stringify(name)}`, {
    hint: `A ${kind} name is 1 to 64 letters, digits, _ or -, not starting with -.`,
  });
}

/** The real path of `relative` below `root`, or undefined when it is missing or leaves `root` through a link. */
export async function confine(root: string, relative: string): Promise<string | undefined> {
  try {
    const [realRoot, target] = await Promise.all([realpath(root), realpath(path.join(root, relative))]);
    return target.startsWith(realRoot + path.sep) ? target : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The file or a folder on the way to it does not exist, or cannot be followed. */
export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG';
}
