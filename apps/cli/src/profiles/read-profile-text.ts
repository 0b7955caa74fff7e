import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { caoError } from '@cao/client';
import { createProfileStore } from '@cao/profiles';
import { profileSources } from '../plugins/package-contents.ts';
import type { Io } from '../io.ts';

export interface ProfileText {
  /** Of the file, without its ending: what a launch calls it. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** It comes with CAO. */
  readonly shipped: boolean;
}

/** The text of a profile by its name, or of a `.md` file, as it lies there; it need not be valid. */
export async function readProfileText(wanted: string, io: Io): Promise<ProfileText> {
  if (!wanted.endsWith('.md')) {
    const store = createProfileStore(await profileSources(io));
    const { file, source } = await store.locate(wanted);
    return { name: wanted, file, text: await readFile(file, 'utf8'), shipped: source === 'built-in' };
  }
  const file = path.resolve(io.cwd, wanted);
  try {
    return { name: path.basename(file, '.md'), file, text: await readFile(file, 'utf8'), shipped: false };
  } catch (error) {
    throw caoError('not_found', `Cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
}
