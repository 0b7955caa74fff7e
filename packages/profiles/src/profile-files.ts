import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { CaoError } from '@cao/contracts';
import type { ProfileDirectory } from './directories.ts';
import { confine, isMissing, isPlainName } from './names.ts';
import { readMetadata, type ProfileMetadata } from './parse-profile.ts';

/** Prompts are text; a larger file is a mistake or an attack on memory. */
const MAX_PROFILE_BYTES = 1024 * 1024;

/** A profile as a folder shows it, without its text. */
export interface ScannedProfile extends ProfileMetadata {
  readonly name: string;
  readonly source: string;
}

/** `NAME.md`, else `NAME/agent.md`. */
export async function findProfileFile(directory: string, name: string): Promise<string | undefined> {
  return (await confine(directory, `${name}.md`)) ?? (await confine(directory, path.join(name, 'agent.md')));
}

export async function scanProfiles(directory: ProfileDirectory): Promise<ScannedProfile[]> {
  const names = new Set<string>();
  for (const entry of await entriesOf(directory.path)) {
    const name = entry.endsWith('.md') ? entry.slice(0, -'.md'.length) : entry;
    if (isPlainName(name)) names.add(name);
  }
  const rows = await Promise.all(
    [...names].map(async (name) => {
      const file = await findProfileFile(directory.path, name);
      if (file === undefined) return [];
      const metadata = await readProfileFile(file).then(readMetadata, () => ({ description: '' }));
      return [{ name, source: directory.source, ...metadata }];
    }),
  );
  return rows.flat();
}

export async function readProfileFile(file: string): Promise<string> {
  const facts = await stat(file);
  if (!facts.isFile() || facts.size > MAX_PROFILE_BYTES) {
    throw new CaoError('profile_invalid', `Not a profile: ${file}`, {
      hint: `A profile is a Markdown file of at most ${MAX_PROFILE_BYTES} bytes.`,
    });
  }
  return readFile(file, 'utf8');
}

async function entriesOf(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'EACCES') return [];
    throw error;
  }
}
