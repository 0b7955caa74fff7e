import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { CaoError } from '@cao/contracts';
import { isMissing } from '../errors.ts';

/** An agent let loose in one of these can wreck the machine; folders below them are fine. */
const BLOCKED = new Set([
  '/', '/bin', '/sbin', '/usr/bin', '/usr/sbin', '/etc', '/var', '/tmp', '/dev', '/proc', '/sys', '/root', '/boot', '/lib', '/lib64',
  '/private/etc', '/private/var', '/private/tmp',
]); // prettier-ignore

/** The absolute, link-free form of a directory an agent may work in. Expands `~`; throws `working_directory_invalid`. */
export async function workingDirectory(given: string, context: { userHome: string; base: string }): Promise<string> {
  if (given.includes('\0')) throw invalid(given, 'it contains a NUL character');
  const expanded = given === '~' || given.startsWith('~/') ? join(context.userHome, given.slice(1)) : given;
  const absolute = isAbsolute(expanded) ? resolve(expanded) : resolve(context.base, expanded);
  const real = await resolveLinks(absolute, given);
  if (BLOCKED.has(real)) throw invalid(given, `agents may not work in ${real} itself`);
  if (!(await stat(real)).isDirectory()) throw invalid(given, 'it is not a directory');
  return real;
}

async function resolveLinks(path: string, given: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isMissing(error)) throw invalid(given, 'it does not exist');
    throw invalid(given, 'it cannot be read');
  }
}

function invalid(given: string, why: string): CaoError {
  return new CaoError(
    'working_directory_invalid',
    `Working directory ${JSON.stringify(given)} cannot be used: ${why}.`,
    {
      hint: 'Give an existing directory of your own.',
    },
  );
}
