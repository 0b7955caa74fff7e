import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { caoError } from '@cao/client';
import { homeOf } from '../config.ts';
import type { Io } from '../io.ts';

type Whole = Readonly<Record<string, unknown>>;

export function settingsPath(io: Pick<Io, 'env' | 'userHome'>): string {
  return path.join(homeOf(io), 'settings.json');
}

/** Everything in the file, also what is not ours; nothing when there is none. Throws when it cannot be read. */
export async function readSettingsFile(file: string): Promise<Whole> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw broken(file, (error as Error).message);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Whole;
  } catch (error) {
    throw broken(file, (error as Error).message);
  }
  throw broken(file, 'it is not a JSON object');
}

/** Writes one value, or with undefined takes it out; everything else in the file stays as it is. */
export async function writeSetting(file: string, where: readonly string[], value: unknown): Promise<void> {
  const whole = changed(await readSettingsFile(file), where, value, file);
  const { writeAtomically } = await import('@cao/profiles');
  // A link to a file that is kept elsewhere stays one.
  const real = await realpath(file).catch(() => file);
  await writeAtomically(real, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 });
}

function changed(at: Whole, [name = '', ...rest]: readonly string[], value: unknown, file: string): Whole {
  const { [name]: present, ...others } = at;
  if (rest.length === 0) return value === undefined ? others : { ...at, [name]: value };
  const inner = present ?? {};
  if (typeof inner !== 'object' || Array.isArray(inner)) throw broken(file, `'${name}' is not a section`);
  const below = changed(inner as Whole, rest, value, file);
  return Object.keys(below).length === 0 && value === undefined ? others : { ...at, [name]: below };
}

function broken(file: string, why: string): Error {
  return caoError('invalid_input', `${file} cannot be used: ${why}`, { hint: 'Mend it first; nothing was written.' });
}
