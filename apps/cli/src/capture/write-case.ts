import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { caoError } from '@cao/client';

/** Writes a case into a folder that is new or empty. */
export async function writeCase(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw caoError('invalid_input', `${folder} cannot be used: ${error.message}`);
  });
  if (present.length > 0) {
    throw caoError('conflict', `${folder} exists and is not empty; nothing was written.`, {
      hint: 'Each case has a folder of its own: choose another name.',
    });
  }
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
}
